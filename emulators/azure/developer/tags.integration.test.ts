import { afterEach, expect, it } from 'vitest';
import { type StartedAzure, seed, startAzure } from '../started-azure';
import { callData } from './called-data';

let azure: StartedAzure;
afterEach(() => azure.stop());

it('the catalog is listed by tag, with a row for each tag and one for what has none', async () => {
  azure = await startAzure();
  await seed(azure);
  const { client, at } = azure;
  await client.tag.createOrUpdate(...at, 'public', { displayName: 'Public' });
  await client.tag.createOrUpdate(...at, 'beta', { displayName: 'Beta' });
  await client.tag.assignToApi(...at, 'sample', 'public');
  await client.tag.assignToOperation(...at, 'sample', 'echo', 'beta');
  const read = async (path: string) => (await callData(azure, path)).json;
  expect(await read('/tags?scope=api')).toMatchObject({
    value: [{ id: 'public', name: 'Public' }],
  });
  expect(await read("/tags?$filter=(startswith(name,'Be'))")).toMatchObject({
    value: [{ id: 'beta' }],
    count: 1,
  });
  expect(await read('/apisByTags')).toMatchObject({
    value: [{ api: { id: 'sample' }, tag: { name: 'Public' } }],
  });
  expect(await read("/apis/sample/operationsByTags?$filter=tag/name eq 'Beta'")).toMatchObject({
    value: [{ operation: { id: 'echo' }, tag: { id: 'beta' } }],
    count: 1,
  });
  expect(await read('/apis/sample/operationsByTags')).toMatchObject({ count: 1 });
  expect(await read('/apis/sample/operationsByTags?includeNotTaggedOperations=true')).toMatchObject(
    { count: 3 },
  );
  expect(await read('/apis?tags[0]=Public&$filter=isCurrent eq true')).toMatchObject({ count: 1 });
  expect(await read('/apis?tags[0]=Beta')).toMatchObject({ count: 0 });
  expect(await read('/apis/sample/operations?tags[0]=Beta')).toMatchObject({ count: 1 });
  expect(await read('/apis/sample/operations/echo/tags')).toMatchObject({
    value: [{ id: 'beta' }],
  });
  expect(
    await read("/apis?$filter=isCurrent eq true and (contains(properties/displayName,'sam'))"),
  ).toMatchObject({ count: 1 });
});
