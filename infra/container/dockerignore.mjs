/**
 * Says of a path whether an image builder is sent it, by the patterns of a .dockerignore: the last one that fits
 * decides, and one that fits a folder fits what is in it.
 */
export function sentToTheBuilder(text) {
  const rules = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ isSent: line.startsWith('!'), fits: fitting(line.replace(/^!/, '')) }));
  return (path) => rules.findLast(({ fits }) => fits.test(path))?.isSent ?? true;
}

/** `*` is any part of a name, `**` and a slash any folders or none. */
function fitting(pattern) {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('**/', '\0')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '(?:.*/)?');
  return new RegExp(`^${source}(?:/|$)`);
}
