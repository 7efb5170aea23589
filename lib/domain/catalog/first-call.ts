export interface FirstCallSnippet {
  id: 'curl' | 'javascript' | 'python' | 'csharp';
  label: string;
  code: string;
}

const KEY_HEADER = 'Ocp-Apim-Subscription-Key';

/**
 * A first call to copy. Each needs nothing but the language itself. Both values are quoted by the rules of the language
 * that they are put into, so an address or a key with a quote in it stays one piece of text.
 */
export function firstCallSnippets(call: { url: string; key: string }): FirstCallSnippet[] {
  return [
    { id: 'curl', label: 'curl', code: curl(call) },
    { id: 'javascript', label: 'JavaScript', code: javascript(call) },
    { id: 'python', label: 'Python', code: python(call) },
    { id: 'csharp', label: 'C#', code: csharp(call) },
  ];
}

interface Call {
  url: string;
  key: string;
}

function curl({ url, key }: Call): string {
  return `curl -i ${shell(url)} -H ${shell(`${KEY_HEADER}: ${key}`)}`;
}

function javascript({ url, key }: Call): string {
  return `const response = await fetch(${quoted(url)}, {
  headers: { '${KEY_HEADER}': ${quoted(key)} },
});
console.log(response.status, await response.text());`;
}

function python({ url, key }: Call): string {
  return `from urllib.request import Request, urlopen

request = Request(${quoted(url)}, headers={"${KEY_HEADER}": ${quoted(key)}})
with urlopen(request) as response:
    print(response.status, response.read().decode())`;
}

function csharp({ url, key }: Call): string {
  return `using var client = new HttpClient();
client.DefaultRequestHeaders.Add("${KEY_HEADER}", ${quoted(key)});
var response = await client.GetAsync(${quoted(url)});
Console.WriteLine($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");`;
}

/**
 * Double quotes where they are safe, because cmd and PowerShell understand them too; else the single quotes of POSIX
 * shells, in which nothing is special but the quote itself.
 */
function shell(text: string): string {
  if (/^[A-Za-z0-9 :/?&=.,_~#-]*$/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A string literal of JavaScript, Python and C# alike: their escapes agree in printable ASCII, \n, \t and \uXXXX. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
