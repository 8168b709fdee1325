// Where the stops of ConvolutionArithmetic lie, as styles.
//
// Lengths are in cells from the upper left corner of the picture; axis 0 goes down, axis 1 right.
const windowAxes = (() => {
  const cellsLong = (count) => `calc(${count} * var(--cell))`;
  const linesLong = (count) => `calc(${count} * var(--pitch))`;

  /** Where a bracket lies beside the picture. */
  const beside = (axis, { at, span, line }) =>
    axis
      ? { left: cellsLong(at), width: cellsLong(span), top: linesLong(line) }
      : { top: cellsLong(at), height: cellsLong(span), left: linesLong(line) };

  /** Where a rectangle of cells lies on it. */
  const upon = ([top, left], height, width = height) => ({
    ...{ top: cellsLong(top), left: cellsLong(left) },
    ...{ width: cellsLong(width), height: cellsLong(height) },
  });

  /** How far the zeros reach beyond the picture. */
  const around = ({ zeros: [before, after] }) => ({
    inset: [before, after, after, before].map((cells) => cellsLong(-cells)).join(" "),
  });

  /** The stops along an axis, and the first that is one too many, cut where the field ends. */
  function stopsOf({ sizes, counts, zeros, stride, extent, room }, axis) {
    const stop = (line) => ({ at: line * stride - zeros[0], span: extent, line });
    const beyond = stop(counts[axis]);
    beyond.span = Math.max(0, Math.min(extent, sizes[axis] + room[1] - beyond.at));
    beyond.goesOn = beyond.span < extent;
    return { stops: Array.from({ length: counts[axis] }, (_, line) => stop(line)), beyond };
  }

  return { around, beside, cellsLong, stopsOf, upon };
})();
