// The search page: what each page that was found says about the words.
//
// Sphinx would fetch the pages for that, which no page opened by a double click may do. Here their
// texts have come with a script: `cnnlibTexts`, for each page its sections as [id, text].
(() => {
  const LENGTH = 220; // characters of an excerpt
  const LEAD = 60; // of them before the first word that was found

  /** A pattern of all words that the search takes for the same as those of the query. */
  function pattern(query) {
    const words = splitQuery(query.toLowerCase()).filter((word) => !stopwords.includes(word));
    const stemmer = new Stemmer();
    const starts = words.flatMap((word) => [word, stemmer.stemWord(word)]);
    if (!starts.length) return null;
    // Words are letters, numbers and _: nothing in them means anything to a pattern.
    return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${starts.join("|")})[\\p{L}\\p{N}_]*`, "giu");
  }

  /** The piece of `text` around the place `start`, cut between words. */
  function piece(text, start) {
    const from = start <= LEAD ? 0 : text.indexOf(" ", start - LEAD) + 1;
    const end = from + LENGTH >= text.length ? text.length : text.lastIndexOf(" ", from + LENGTH);
    return [from ? "… " : "", text.slice(from, end), end < text.length ? " …" : ""];
  }

  function excerpt(sections, id, words) {
    const asked = sections.filter(([name]) => name === id);
    const hit = [...asked, ...sections].find(([, text]) => text.search(words) >= 0);
    const [, text] = hit ?? asked[0] ?? sections[0] ?? ["", ""];
    if (!text) return null;
    const [before, middle, after] = piece(text, hit ? text.search(words) : 0);
    const node = document.createElement("p");
    node.className = "context";
    node.append(before);
    let place = 0;
    for (const { 0: word, index } of middle.matchAll(words)) {
      const mark = document.createElement("mark");
      mark.textContent = word;
      node.append(middle.slice(place, index), mark);
      place = index + word.length;
    }
    node.append(middle.slice(place), after);
    return node;
  }

  const results = document.getElementById("search-results");
  const words = pattern(new URLSearchParams(location.search).get("q") ?? "");
  if (!results || !words) return;
  new MutationObserver(() => {
    for (const item of results.querySelectorAll("li:not([data-excerpt])")) {
      item.dataset.excerpt = "";
      const [page, id] = item.querySelector("a").getAttribute("href").split("#");
      const said = excerpt(cnnlibTexts[page] ?? [], id ?? "", words);
      if (said) item.append(said);
    }
  }).observe(results, { childList: true, subtree: true });
})();
