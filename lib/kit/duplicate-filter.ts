/**
 * Remembers which names came by in a fixed two megabytes, however many there are. `true` may rarely be wrong
 * (not once for 100,000 names, and once in some two thousand for a million), `false` never is: right where being wrong
 * costs one more look.
 */
export function createDuplicateFilter(): (name: string) => boolean {
  // Made for the first name: most lists are empty.
  let made: Uint32Array | undefined;
  return (name) => {
    made ??= new Uint32Array(BITS / 32);
    const bits = made;
    let seen = true;
    // Places drawn from two hashes are as good as from as many hashes (Kirsch and Mitzenmacher, 2006).
    const first = hash(name, 0x811c9dc5);
    const step = (hash(name, 0x01234567) | 1) >>> 0;
    for (let place = 0; place < PLACES; place += 1) {
      const at = (first + place * step) % BITS;
      const mask = 1 << (at & 31);
      const word = bits[at >>> 5] ?? 0;
      if ((word & mask) === 0) {
        seen = false;
        bits[at >>> 5] = word | mask;
      }
    }
    return seen;
  };
}

const BITS = 1 << 24;
const PLACES = 4;

function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
