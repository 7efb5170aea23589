/** A parameter that was given once; a missing or a repeated one counts as empty. */
export function onlyText(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}
