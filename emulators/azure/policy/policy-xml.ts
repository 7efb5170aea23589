import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

export interface PolicyElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PolicyElement[];
  /** Text directly inside. */
  readonly text: string;
  /** Of its name, as Azure reports it: `line 2, column 5`. */
  readonly place: string;
}

/** Elements of a document in their order; or what makes it no XML. */
export function readPolicyXml(
  xml: string,
): { kind: 'ok'; roots: PolicyElement[] } | { kind: 'invalid'; message: string } {
  const valid = XMLValidator.validate(xml);
  if (valid === true) return { kind: 'ok', roots: readElements(parser.parse(xml), xml) };
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
  captureMetaData: true,
});

const nodeSchema = z.custom<Readonly<Record<string, unknown>>>(
  (node) => typeof node === 'object' && node !== null,
);
const nodesSchema = z.array(nodeSchema);
const attributesSchema = z.record(z.string(), z.string()).default({});

const metaSchema = z.object({ startIndex: z.number() });

function readElements(nodes: unknown, xml: string): PolicyElement[] {
  return nodesSchema.parse(nodes).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#')) return [];
    const inside = nodesSchema.parse(node[name]);
    return [
      {
        name,
        attributes: attributesSchema.parse(node[':@']),
        children: readElements(node[name], xml),
        text: inside.map((child) => child['#text'] ?? '').join(''),
        place: placeOf(node, xml),
      },
    ];
  });
}

function placeOf(node: object, xml: string): string {
  // The parser keeps its metadata about a node under the node's only symbol.
  const [meta] = Object.getOwnPropertySymbols(node).map((symbol) => Reflect.get(node, symbol));
  const { startIndex } = metaSchema.parse(meta);
  const before = xml.slice(0, startIndex).split('\n');
  // Azure points at the name, which is behind the bracket, and counts from one.
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 2}`;
}
