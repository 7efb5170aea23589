import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

export interface PolicyElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PolicyElement[];
  /** Text directly inside. */
  readonly text: string;
}

/** Elements of a document in their order; or what makes it no XML. */
export function readPolicyXml(
  xml: string,
): { kind: 'ok'; roots: PolicyElement[] } | { kind: 'invalid'; message: string } {
  const valid = XMLValidator.validate(xml);
  if (valid === true) return { kind: 'ok', roots: readElements(parser.parse(xml)) };
  const { msg, line, col } = valid.err;
  return { kind: 'invalid', message: `${msg} Line ${line}, position ${col}.` };
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
});

const nodesSchema = z.array(z.record(z.string(), z.unknown()));
const attributesSchema = z.record(z.string(), z.string()).default({});

function readElements(nodes: unknown): PolicyElement[] {
  return nodesSchema.parse(nodes).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#')) return [];
    const inside = nodesSchema.parse(node[name]);
    return [
      {
        name,
        attributes: attributesSchema.parse(node[':@']),
        children: readElements(inside),
        text: inside.map((child) => child['#text'] ?? '').join(''),
      },
    ];
  });
}
