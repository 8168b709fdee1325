// The worker in which a page runs Python: a scope without a way out, and one message handler.
//
// The build puts in front of this file the text of brython.js, PYTHON (the text of the judge) and
// MATH (Brython's own module). The page makes one worker for each run.
/* global MATH, PYTHON */
(() => {
  const $B = self.__BRYTHON__;

  // Nothing here asks the network or the disk, whatever the student's code tries.
  const doors = ["XMLHttpRequest", "fetch", "WebSocket", "WebTransport", "EventSource", "Worker"];
  doors.push("importScripts", "indexedDB", "caches", "BroadcastChannel", "navigator");
  for (const name of doors) Object.defineProperty(self, name, { value: undefined });
  // Brython talks to the console about recursion errors and failed imports; the student is told.
  const silent = () => {};
  self.console = new Proxy({}, { get: () => silent });

  // Imports come from the one module given here and from nowhere else.
  $B.use_VFS = true;
  $B.VFS = { math: MATH };
  $B.stdlib_module_names = [];
  const makeImportPaths = $B.make_import_paths;
  $B.make_import_paths = (filename) => {
    makeImportPaths(filename);
    Object.assign($B.import_info[filename], {
      meta_path: [$B.finders.VFS],
      path_hooks: [],
      path: [],
    });
  };

  const page = $B.runPythonSource(PYTHON, "page");
  const python = (name) => $B.module_getattr(page, name);
  const send = (piece) => postMessage({ printed: String(piece) });

  const importAny = $B.$__import__;
  $B.$__import__ = (name, ...rest) => {
    if (String(name) === "math") return importAny(name, ...rest);
    const error = $B.EXC($B.builtins.ModuleNotFoundError, `No module named '${name}'`);
    error.name = name;
    throw error;
  };
  postMessage({ ready: true });

  const call = (answer, ...inputs) => {
    const frames = $B.frame_obj;
    try {
      return $B.$call(answer, ...inputs);
    } catch (error) {
      $B.frame_obj = frames;
      throw error;
    }
  };

  self.onmessage = ({ data }) => {
    const printed = $B.$call(python("Printed"), send);
    for (const name of ["stdout", "stderr"]) $B.module_setattr($B.imported._sys, name, printed);
    const values = $B.$call(python("attempt"), data.code, data.exercise, printed, call);
    const [outcome, label, sentence, detail] = [...values].map(String);
    postMessage({ outcome, label, sentence, detail });
  };
})();
