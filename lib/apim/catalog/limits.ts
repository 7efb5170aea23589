import type { CatalogLimits, CatalogProblem } from '../../domain/catalog/catalog-entry';

/** The sliding window of `rate-limit`. */
export const LONGEST_RATE_WINDOW_SECONDS = 300;
/** Characters of a product's description, the line with its price included. */
export const LONGEST_DESCRIPTION = 1000;
const LONGEST_DISPLAY_NAME = 300;

/** What API Management can't hold of a product of the file. A description that is too long is cut, not rejected. */
export const apimLimits: CatalogLimits = ({ displayName, qualityOfService }, path) => {
  const problems: CatalogProblem[] = [];
  if (displayName !== undefined && displayName.length > LONGEST_DISPLAY_NAME) {
    const expected = `at most ${LONGEST_DISPLAY_NAME} characters, the longest name that API Management takes for a product`;
    problems.push({ path: `${path}.displayName`, value: displayName, expected });
  }
  const seconds = qualityOfService?.rateLimit?.renewalPeriodSeconds ?? 0;
  if (seconds > LONGEST_RATE_WINDOW_SECONDS) {
    problems.push({
      path: `${path}.qualityOfService.rateLimit.renewalPeriodSeconds`,
      value: seconds,
      expected: `a whole number from 1 to ${LONGEST_RATE_WINDOW_SECONDS}, seconds: API Management counts a rate over no more; use "quota" for longer periods`,
    });
  }
  return problems;
};
