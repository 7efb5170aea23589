import { expect, test } from 'vitest';
import { firstCallSnippets } from './first-call';

const url = 'http://127.0.0.1:4244/sample/echo?a=1&b=2';
const key = '0123456789abcdef0123456789abcdef';

function codeOf(call: { url: string; key: string }): Record<string, string> {
  return Object.fromEntries(firstCallSnippets(call).map(({ id, code }) => [id, code]));
}

test('the four languages, in this order', () => {
  expect(firstCallSnippets({ url, key }).map(({ id, label }) => [id, label])).toEqual([
    ['curl', 'curl'],
    ['javascript', 'JavaScript'],
    ['python', 'Python'],
    ['csharp', 'C#'],
  ]);
});

test('each sends the key in the gateway’s header to the address', () => {
  const code = codeOf({ url, key });
  expect(code['curl']).toBe(
    `curl -i "${url}" -H "Ocp-Apim-Subscription-Key: 0123456789abcdef0123456789abcdef"`,
  );
  expect(code['javascript']).toBe(
    [
      `const response = await fetch("${url}", {`,
      `  headers: { 'Ocp-Apim-Subscription-Key': "${key}" },`,
      '});',
      'console.log(response.status, await response.text());',
    ].join('\n'),
  );
  expect(code['python']).toBe(
    [
      'from urllib.request import Request, urlopen',
      '',
      `request = Request("${url}", headers={"Ocp-Apim-Subscription-Key": "${key}"})`,
      'with urlopen(request) as response:',
      '    print(response.status, response.read().decode())',
    ].join('\n'),
  );
  expect(code['csharp']).toBe(
    [
      'using var client = new HttpClient();',
      `client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", "${key}");`,
      `var response = await client.GetAsync("${url}");`,
      'Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");',
    ].join('\n'),
  );
});

test('a quote, a dollar or a line break in a value stays inside its text', () => {
  const code = codeOf({ url: `https://x/it's"$(id)\``, key: 'a\nb\u2028é\\' });
  expect(code['curl']).toBe(
    `curl -i 'https://x/it'\\''s"$(id)\`' -H 'Ocp-Apim-Subscription-Key: a\nb\u2028é\\'`,
  );
  for (const language of ['javascript', 'python', 'csharp']) {
    expect(code[language], language).toContain(`"https://x/it's\\"$(id)\``);
    expect(code[language], language).toContain('"a\\nb\\u2028\\u00e9\\\\"');
  }
});

test('a placeholder makes a snippet to fill in', () => {
  expect(codeOf({ url, key: 'YOUR_KEY' })['curl']).toContain('Subscription-Key: YOUR_KEY"');
});
