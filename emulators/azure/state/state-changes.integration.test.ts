import { expect, it } from 'vitest';
import { inEmptyAzure } from '../../fixture';
import { type StartedAzure, seed, subscribe } from '../started-azure';

let azure: StartedAzure;
inEmptyAzure((fresh) => {
  azure = fresh;
});

it('remembers when a subscription came to be in which state, also over a checkpoint', async () => {
  await seed(azure);
  await subscribe(azure);
  const set = (state: 'active' | 'suspended') =>
    azure.client.subscription.update(...azure.at, 'sub-1', '*', { state });
  const begun = azure.world.clock.now().toISOString();
  await azure.advance(60);
  await set('suspended');
  // It is suspended already, so nothing changes.
  await set('suspended');
  const suspended = azure.world.clock.now().toISOString();
  await azure.world.checkpoint();
  await azure.advance(60);
  await azure.client.subscription.delete(...azure.at, 'sub-1', '*');
  const deleted = azure.world.clock.now().toISOString();
  const until = [
    { subscription: 'sub-1', state: 'active', at: begun },
    { subscription: 'sub-1', state: 'suspended', at: suspended },
  ];
  expect(azure.azure.listStateChanges()).toEqual([
    ...until,
    { subscription: 'sub-1', state: 'deleted', at: deleted },
  ]);
  await azure.world.returnToCheckpoint(azure.world.clock.nowMs());
  expect(azure.azure.listStateChanges()).toEqual(until);
});
