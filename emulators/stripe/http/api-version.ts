import { API_VERSION } from '../objects/event';
import { invalid } from '../wire/stripe-error';

const [, NAME] = API_VERSION.split('.');

/**
 * Versions of one name only add to each other, so that their shapes are the ones shown here; another
 * name's would be wrong ones, and are refused rather than shown.
 */
export function checkVersion(version: string | undefined, param?: string): void {
  if (version === undefined) return;
  const [, date, name] = /^(\d{4}-\d{2}-\d{2})(?:\.([a-z]+))?$/.exec(version) ?? [];
  if (date === undefined) throw invalid(`Invalid Stripe API version: ${version}`, param);
  if (name === NAME) return;
  throw invalid(
    `Invalid Stripe API version: ${version}. The emulator speaks ${API_VERSION} and the others named ${NAME}: set the client's apiVersion to it.`,
    param,
  );
}
