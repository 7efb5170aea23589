import { isAbsentPolicy } from './absent-policies';
import { parseCors } from './parse-cors';
import { parseLimits } from './parse-limit';
import type { ParsedPolicy, PolicyProblem, PolicyScope, ReturnResponse, Step } from './policy';
import { PolicyAttributes } from './policy-attributes';
import { type PolicyElement, readPolicyXml } from './policy-xml';
import { rawToXml } from './raw-to-xml';

type ChooseBranch = Extract<Step, { kind: 'choose' }>['branches'][number];

const SECTIONS = ['inbound', 'backend', 'outbound', 'on-error'];
const LIMITS = ['quota', 'quota-by-key', 'rate-limit', 'rate-limit-by-key'];

/**
 * Reads a policy document. What the emulator enforces is understood, what changes nothing that a
 * client can see is accepted, and anything else is refused rather than silently not done.
 */
export function parsePolicy(text: string, scope: PolicyScope): ParsedPolicy {
  // XML is raw XML without quotes in its expressions.
  const read = readPolicyXml(rawToXml(text.replace(/^\uFEFF/, '')));
  if (read.kind === 'invalid') {
    return { kind: 'invalid', problems: [{ target: 'representation', message: read.message }] };
  }
  const [root, ...others] = read.roots;
  if (root?.name !== 'policies' || others.length > 0) {
    const message = "The root element must be 'policies'.";
    return { kind: 'invalid', problems: [{ target: 'policies', message }] };
  }
  return new DocumentParser(scope).parse(root);
}

class DocumentParser {
  readonly #scope: PolicyScope;
  readonly #problems: PolicyProblem[] = [];
  /** Legal policies that are not done here. */
  readonly #absent: string[] = [];
  #position = 0;

  constructor(scope: PolicyScope) {
    this.#scope = scope;
  }

  parse(root: PolicyElement): ParsedPolicy {
    let inbound: Step[] = [];
    const seen = new Set<string>();
    for (const section of root.children) {
      if (!SECTIONS.includes(section.name) || seen.has(section.name)) {
        this.#about(section).problem('it is no section of a policy document, or there are two.');
        continue;
      }
      seen.add(section.name);
      const steps = section.children.flatMap((element) => this.#step(element, section.name));
      if (section.name === 'inbound') inbound = steps;
    }
    this.#refuseTwice(inbound);
    if (this.#problems.length > 0) return { kind: 'invalid', problems: this.#problems };
    if (this.#absent.length > 0) return { kind: 'absent', names: this.#absent };
    return { kind: 'ok', policy: { inbound } };
  }

  #step(element: PolicyElement, section: string): Step[] {
    const attributes = this.#about(element);
    if (element.name === 'base') {
      if (this.#scope === 'global') attributes.problem("'base' has no meaning at global scope.");
      return [{ kind: 'base' }];
    }
    if (element.name === 'forward-request' && section === 'backend') return [];
    if (section !== 'inbound' && isAbsentPolicy(element.name)) {
      this.#absent.push(`${element.name} in ${section}`);
      return [];
    }
    if (section !== 'inbound') {
      attributes.problem(`it is not allowed in '${section}', or the emulator doesn't know it.`);
      return [];
    }
    return this.#inbound(element, attributes);
  }

  #inbound(element: PolicyElement, attributes: PolicyAttributes): Step[] {
    if (element.name === 'cors') return [parseCors(element, (one) => this.#about(one))];
    if (element.name === 'choose') return [this.#choose(element)];
    if (element.name === 'return-response') return this.#returnResponse(element);
    if (LIMITS.includes(element.name)) {
      this.#position += 1;
      const limits = parseLimits({
        element,
        about: (one) => this.#about(one),
        scope: this.#scope,
        position: `${this.#position}`,
        only: null,
      });
      return limits.map((limit) => ({ kind: 'limit', limit }));
    }
    if (isAbsentPolicy(element.name)) this.#absent.push(element.name);
    else attributes.problem('there is no such policy.');
    return [];
  }

  #choose(element: PolicyElement): Step {
    const branches = element.children.flatMap((branch): ChooseBranch[] => {
      const attributes = this.#about(branch);
      const steps = branch.children.flatMap((child) => this.#step(child, 'inbound'));
      if (branch.name === 'otherwise') return [{ condition: null, steps }];
      if (branch.name !== 'when') attributes.problem("only 'when' and 'otherwise' go in 'choose'.");
      const condition = attributes.expression('condition');
      attributes.refuseOthers();
      return condition ? [{ condition, steps }] : [];
    });
    return { kind: 'choose', branches };
  }

  #returnResponse(element: PolicyElement): Step[] {
    let response: ReturnResponse = {
      kind: 'return-response',
      status: { kind: 'number', value: 200 },
      headers: [],
      body: null,
    };
    for (const child of element.children) {
      const attributes = this.#about(child);
      if (child.name === 'set-status') {
        const status = attributes.expression('code');
        attributes.text('reason');
        if (status) response = { ...response, status };
      } else if (child.name === 'set-header') {
        const name = attributes.required('name', attributes.text('name')) ?? '';
        attributes.text('exists-action');
        const value = attributes.read(
          child.children.find((one) => one.name === 'value')?.text ?? '',
        );
        if (value) response = { ...response, headers: [...response.headers, { name, value }] };
      } else if (child.name === 'set-body') {
        response = { ...response, body: attributes.read(child.text) };
      } else {
        attributes.problem("the emulator doesn't know this in 'return-response'.");
      }
      attributes.refuseOthers();
    }
    return [response];
  }

  /** quota and rate-limit may stand once in a document. */
  #refuseTwice(inbound: readonly Step[]): void {
    for (const kind of ['quota', 'rate-limit'] as const) {
      const plain = inbound.filter(
        (step) =>
          step.kind === 'limit' &&
          step.limit.kind === kind &&
          step.limit.byKey === null &&
          step.limit.only === null,
      );
      if (plain.length < 2) continue;
      const message = `Error in element '${kind}': policy can only be used once per policy document.`;
      this.#problems.push({ target: kind, message });
    }
  }

  #about(element: PolicyElement): PolicyAttributes {
    return new PolicyAttributes(element, this.#problems);
  }
}
