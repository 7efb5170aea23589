import { expect, it } from 'vitest';
import { inEmptyAzure } from '../../fixture';
import type { StartedAzure } from '../started-azure';

let azure: StartedAzure;
inEmptyAzure((fresh) => {
  azure = fresh;
});

it('a group is changed in part under If-Match, and a built-in one not at all', async () => {
  const { client, at } = azure;
  const made = await client.group.createOrUpdate(...at, 'partners', {
    displayName: 'Partners',
    description: 'Those who sell on.',
  });
  const changed = await client.group.update(...at, 'partners', made.eTag ?? '', {
    displayName: 'Resellers',
  });
  expect(changed).toMatchObject({ displayName: 'Resellers', description: 'Those who sell on.' });
  const stale = client.group.update(...at, 'partners', made.eTag ?? '', { displayName: 'X' });
  await expect(stale).rejects.toMatchObject({ statusCode: 412, code: 'PreconditionFailed' });
  const builtIn = client.group.update(...at, 'guests', '*', { displayName: 'X' });
  await expect(builtIn).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
});
