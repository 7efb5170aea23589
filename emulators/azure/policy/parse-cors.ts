import type { Cors } from './policy';
import type { PolicyAttributes } from './policy-attributes';
import type { PolicyElement } from './policy-xml';

const LISTS = {
  'allowed-origins': 'origin',
  'allowed-methods': 'method',
  'allowed-headers': 'header',
  'expose-headers': 'header',
} as const;

/** `cors`: which pages of other origins a browser may let at the answers. */
export function parseCors(
  element: PolicyElement,
  about: (element: PolicyElement) => PolicyAttributes,
): Cors {
  const attributes = about(element);
  const isCredentialed = attributes.text('allow-credentials') === 'true';
  if ((attributes.text('terminate-unmatched-request') ?? 'true') !== 'true') {
    attributes.problem("the emulator knows 'terminate-unmatched-request' as true only.");
  }
  attributes.refuseOthers();
  const list = (name: keyof typeof LISTS): string[] =>
    element.children
      .filter((child) => child.name === name)
      .flatMap(({ children }) => children.map(({ text }) => text.trim()));
  for (const child of element.children) {
    const item = Object.entries(LISTS).find(([name]) => name === child.name)?.[1];
    const inside = about(child);
    inside.text('preflight-result-max-age');
    inside.refuseOthers();
    if (item === undefined || child.children.some(({ name }) => name !== item)) {
      inside.problem("it is not allowed in 'cors', or something in it isn't.");
    }
  }
  const origins = list('allowed-origins');
  if (origins.length === 0) attributes.problem("'allowed-origins' must name at least one.");
  if (isCredentialed && origins.includes('*')) {
    attributes.problem("'*' is not allowed together with 'allow-credentials'.");
  }
  const methods = list('allowed-methods');
  return {
    kind: 'cors',
    origins,
    methods: methods.length === 0 ? ['GET', 'POST'] : methods,
    headers: list('allowed-headers'),
    exposed: list('expose-headers'),
    isCredentialed,
  };
}
