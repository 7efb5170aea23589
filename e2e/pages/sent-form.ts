import type { APIRequestContext, Page } from '@playwright/test';
import { e2eAddresses } from '../fixtures/addresses';

export interface SentForm {
  address: string;
  fields: Record<string, string>;
}

/** A form as a browser without scripts would send it; empty fields are filled so that nothing else refuses it. */
export async function formOf(
  page: Page,
  address: string,
  button: string | RegExp,
): Promise<SentForm> {
  await page.goto(address);
  // Some stand behind a question.
  for (const one of await page.locator('details').all()) {
    await one.evaluate((element: HTMLDetailsElement) => {
      element.open = true;
    });
  }
  const fields = await page
    .getByRole('button', { name: button })
    .first()
    .evaluate((element: HTMLButtonElement) =>
      Object.fromEntries(new FormData(element.form ?? undefined, element)),
    );
  for (const [name, value] of Object.entries(fields)) {
    if (value === '') fields[name] = 'something@example.com';
  }
  return { address, fields: fields as Record<string, string> };
}

/** As the browser of one of our pages sends it, unless other headers are given. */
export async function post(
  request: APIRequestContext,
  { address, fields }: SentForm,
  headers: Record<string, string> = { origin: e2eAddresses.app },
) {
  const answer = await request.post(address, {
    multipart: fields,
    headers,
    maxRedirects: 0,
  });
  const location = answer.headers().location ?? '';
  return { status: answer.status(), text: await answer.text(), location };
}
