import type { Product } from '../../domain/catalog/product';
import type { Findings, Step } from '../../ports/catalog-target';
import type { ApimService } from '../service';
import { orNull } from './absent';
import { SAMPLE_API_ID } from './sample-api';

/** Who sees a product when the catalog does not say: those who are signed in and those who are not yet. */
const VISIBLE_TO = ['developers', 'guests'];
/** Linked to every product by API Management itself. */
const ALWAYS = 'administrators';

/** The APIs that a product's keys may call: the sample when the catalog names none. */
export const apisOf = ({ apis }: Product): readonly string[] => apis ?? [SAMPLE_API_ID];

interface Checked {
  product: Product;
  isThere: boolean;
}

/** Missing APIs are added. Others are only reported: a company's own APIs must not stop working because of a file. */
export async function checkApis(
  { client, at }: ApimService,
  { product, isThere }: Checked,
  findings: Findings,
): Promise<void> {
  const subject = `product ${product.id}`;
  const wanted = apisOf(product);
  const linked = isThere ? await namesOf(client.productApi.listByProduct(...at, product.id)) : [];
  for (const apiId of wanted) {
    findings.checked += 1;
    if (linked.includes(apiId)) continue;
    await expectApi({ client, at }, apiId, product);
    const run = async () => {
      await client.productApi.createOrUpdate(...at, product.id, apiId);
    };
    findings.steps.push(link(subject, `contains the API ${apiId}`, run));
  }
  for (const apiId of linked.filter((name) => !wanted.includes(name))) {
    findings.orphans.push({
      system: 'API Management',
      subject: `API ${apiId} in ${subject}`,
      details: 'its calls are sold with this product; name it in "apis" if that is meant',
    });
  }
}

/** The sample API is made by an earlier step; any other has to be there. */
async function expectApi({ client, at }: ApimService, apiId: string, product: Product) {
  if (apiId === SAMPLE_API_ID || (await orNull(client.api.get(...at, apiId)))) return;
  throw new Error(
    `The catalog puts the API "${apiId}" into ${product.id}, and API Management has none of that id. ` +
      'Make it first, or correct "apis".',
  );
}

/** Otherwise the apply would stop halfway, at a product that nobody sees. */
async function expectGroup({ client, at }: ApimService, group: string, product: Product) {
  // API Management's own, in every service.
  if ([...VISIBLE_TO, ALWAYS].includes(group) || (await orNull(client.group.get(...at, group))))
    return;
  throw new Error(
    `The catalog shows ${product.id} to the group "${group}", and API Management has none of that id. ` +
      'Make it first, or correct "visibleTo".',
  );
}

/** Exactly those of the catalog: an additional group would show the product to people who should not see it. */
export async function checkGroups(
  { client, at }: ApimService,
  { product, isThere }: Checked,
  findings: Findings,
): Promise<void> {
  const subject = `product ${product.id}`;
  const wanted = product.visibleTo ?? VISIBLE_TO;
  const linked = isThere ? await namesOf(client.productGroup.listByProduct(...at, product.id)) : [];
  for (const group of wanted) {
    findings.checked += 1;
    if (linked.includes(group)) continue;
    await expectGroup({ client, at }, group, product);
    const run = async () => {
      await client.productGroup.createOrUpdate(...at, product.id, group);
    };
    findings.steps.push(link(subject, `visible to ${group}`, run));
  }
  for (const group of linked.filter((name) => name !== ALWAYS && !wanted.includes(name))) {
    const run = async () => {
      await client.productGroup.delete(...at, product.id, group);
    };
    findings.steps.push(link(subject, `no longer visible to ${group}`, run));
  }
}

function link(subject: string, details: string, run: () => Promise<void>): Step {
  return { system: 'API Management', subject, action: 'update', details, run };
}

async function namesOf(items: AsyncIterable<{ name?: string }>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of items) if (name) names.push(name);
  return names;
}
