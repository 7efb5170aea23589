import { z } from 'zod';

/** Without a slash at its end, so that paths can be put after it. */
export const address = z
  .url({ protocol: /^https?$/, error: 'an address such as https://example.com' })
  .transform((value) => value.replace(/\/+$/, ''));

/** Several values, separated by commas. */
export const list = z.string().transform((value) => value.split(',').map((item) => item.trim()));
