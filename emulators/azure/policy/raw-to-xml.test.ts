import { describe, expect, it } from 'vitest';
import { rawToXml } from './raw-to-xml';

describe('a policy in raw XML', () => {
  it.each([
    [
      'quotes in an attribute',
      '<when condition="@(context.User.Id == "a(")">',
      '<when condition="@(context.User.Id == &quot;a(&quot;)">',
    ],
    [
      'angle brackets and ampersands in text',
      '<set-body>@(a<b && c)</set-body>',
      '<set-body>@(a&lt;b &amp;&amp; c)</set-body>',
    ],
    [
      'what is escaped already',
      '<a b="@(x == &quot;y&quot;)" />',
      '<a b="@(x == &quot;y&quot;)" />',
    ],
    ['an apostrophe around it', '<a b=\'@(x["y"])\' />', '<a b=\'@(x["y"])\' />'],
    ['no expression', '<a b="me@(here.example" />', '<a b="me@(here.example" />'],
  ])('becomes XML: %s', (_, raw, xml) => {
    expect(rawToXml(raw)).toBe(xml);
  });
});
