// Random numbers from a seed: the twin of `cnnlib/interactive/_small_digits.py`.
const labRandom = (() => {
  const [GOLDEN, FIRST, SECOND] = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35];

  /** The bits of a whole number of 32 bits, mixed; no two numbers give the same. */
  function mixed(number) {
    let bits = Math.imul(number ^ (number >>> 16), FIRST);
    bits = Math.imul(bits ^ (bits >>> 13), SECOND);
    return (bits ^ (bits >>> 16)) >>> 0;
  }

  /** `count` numbers between 0 and 1 that depend on `seed` and `stream` alone. */
  function uniforms(seed, stream, count) {
    const key = mixed(mixed(seed) ^ stream);
    const number = (_, i) => (mixed((Math.imul(i + 1, GOLDEN) + key) | 0) + 0.5) / 2 ** 32;
    return Float64Array.from({ length: count }, number);
  }

  /** As `uniforms`, but with a normal distribution. */
  function normals(seed, stream, count) {
    const flat = uniforms(seed, stream, 2 * count);
    const number = (_, i) =>
      Math.sqrt(-2 * Math.log(flat[2 * i])) * Math.cos(2 * Math.PI * flat[2 * i + 1]);
    return Float64Array.from({ length: count }, number);
  }

  /** The order in which `count` digits are read in an epoch. */
  function order(seed, epoch, count) {
    const keys = uniforms(seed, 2 + epoch, count);
    return Uint16Array.from(keys.keys()).sort((one, other) => keys[one] - keys[other]);
  }

  return { normals, order, uniforms };
})();
