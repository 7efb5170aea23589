import { parseSync } from 'oxc-parser';

/**
 * Words of this project's first years that nobody else uses, each with what to write instead (docs/glossary.md). In an
 * identifier or a file name they are found as whole words: `workOffEvents` has "work off", `bookshelf` has no "held".
 */
export const RETIRED: Readonly<Record<string, string>> = {
  'work off': 'process, drain',
  'worked off': 'processed',
  'working off': 'processing, draining',
  'let go': 'finalize, release',
  'lets go': 'finalizes, releases',
  'by rule': 'automatically',
  hold: 'defer',
  holds: 'deferred',
  held: 'deferred',
  holding: 'deferring',
  unheld: 'unclaimed',
  'look at': 'check',
  'looked at': 'last checked at',
  tell: 'report, push, sync, notify',
  tells: 'reports',
  told: 'reported, pushed, synced',
  stood: 'previous',
  stands: 'current',
  stranger: 'unknown subscription, outsider',
  strangers: 'unknown subscriptions',
  gift: 'not billable',
  beside: 'sibling, other',
  besides: 'other, except',
  surplus: 'duplicate',
  undo: 'refund duplicate, reverse',
  undone: 'reversed',
  'end duplicate': 'reverse duplicate',
  'is over': 'is ended',
  'note anothers': 'log foreign access',
  whose: 'owner of',
  doer: 'actor role',
  'own subscription': 'require owned',
  'give way': 'yield, backpressure',
  thick: 'crowd size',
  bunch: 'batch, burst',
  bunches: 'batches, bursts',
  crowded: 'backpressure',
  'note arrival': 'record arrival',
  'go on': 'should continue',
  reached: 'checkpoint',
  lasting: 'permanent',
  'every part': 'run steps',
  recheck: 'resync',
  rechecked: 'resynced',
  'its place': 'ensure single live',
  rival: 'contender',
  rivals: 'contenders',
  'with holder': 'resolve conflict',
  'keep customers': 'sync customer details',
  'keep gateway': 'sync gateway',
  'subscription trouble': 'subscription problems',
  'at stripe': 'call Stripe',
  listed: 'pages',
  gathered: 'batched',
  'seen before': 'duplicate filter',
  'while paused': 'pause state',
  bystander: 'oracle, reference model',
  words: 'text, label, format',
  catalogue: 'catalog',
  catalogues: 'catalogs',
  colour: 'color',
  colours: 'colors',
  coloured: 'colored',
  behaviour: 'behavior',
};

/** Retired only where they had a meaning of their own: elsewhere they are ordinary words. */
const ONLY_IN: Readonly<Record<string, RegExp>> = {
  listed: /^lib\/stripe\//,
  reached: /^lib\/use-cases\//,
  stands: /^lib\//,
};
/** Only as the last word: `dayWords`, but not `wordsOf`. */
const ONLY_LAST = new Set(['words']);

/** What pages and mails said once, and what they say now. */
export const RETIRED_TEXT: Readonly<Record<string, string>> = {
  'End it now instead': 'Cancel immediately',
  'Being ended at once': 'Canceling now',
  'Syncs that were cut short': 'Interrupted syncs',
  'Late usage on its way': 'Late usage pending',
  'Events given up': 'Failed events',
  'Name of the subscription': 'Subscription name',
  'Name of this subscription': 'Subscription name',
  'Card and invoices': 'Manage billing',
  'worked off': 'processed',
  'let go by': 'finalized by',
  Catalogue: 'Catalog',
  catalogue: 'catalog',
  colour: 'color',
  ancelled: 'canceled',
};

export interface Finding {
  word: string;
  found: string;
  write: string;
}

/** Retired words in the name of a file, without its folders: those of routes are public addresses. */
export function inFileName(path: string): Finding[] {
  const name = path.split('/').at(-1)?.split('.')[0] ?? '';
  return inName(path, name);
}

/** Retired words in a source: in identifiers, and in what it shows when it is a page or a mail. */
export function inSource(path: string, text: string, known: ReadonlySet<string>): Finding[] {
  const isShown = /^(app|lib\/mail)\//.test(path) && !/\.test\.tsx?$/.test(path);
  const findings: Finding[] = [];
  walk(parseSync(path, text).program, (node) => {
    const name = nameIn(node);
    if (name && !known.has(name)) findings.push(...inName(path, name));
    const shown = isShown ? shownText(node) : '';
    for (const [word, write] of Object.entries(RETIRED_TEXT)) {
      if (shown.includes(word)) findings.push({ word, found: shown.trim(), write });
    }
  });
  return findings;
}

type Node = Record<string, unknown>;

/** Every object of the tree, in the order of the text. */
function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit);
  else if (typeof value === 'object' && value !== null) {
    visit(value as Node);
    for (const one of Object.values(value)) walk(one, visit);
  }
}

function nameIn({ type, name }: Node): string {
  const isName = type === 'Identifier' || type === 'PrivateIdentifier';
  return isName && typeof name === 'string' ? name : '';
}

function inName(path: string, name: string): Finding[] {
  const words = wordsOf(name);
  return Object.entries(RETIRED).flatMap(([word, write]) => {
    const where = ONLY_IN[word];
    if (where && !where.test(path)) return [];
    const sequence = word.split(' ');
    const at = words.findIndex((_, from) =>
      sequence.every((part, index) => words[from + index] === part),
    );
    if (at < 0 || (ONLY_LAST.has(word) && (at !== words.length - 1 || words.length === 1)))
      return [];
    return [{ word, found: name, write }];
  });
}

/** 'workOffEvents', 'work-off-events', 'WORK_OFF' -> 'work', 'off', … */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/[\s_$-]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Of what people read: texts between tags, and strings that are sentences and no addresses or names. */
function shownText({ type, value }: Node): string {
  if (type === 'JSXText') return String(value);
  const text = type === 'TemplateElement' ? (value as { cooked: unknown }).cooked : value;
  const isText = type === 'Literal' || type === 'TemplateElement';
  return isText && typeof text === 'string' && /[A-Z ]/.test(text) ? text : '';
}
