import { expect, test } from 'vitest';
import { addressesFor, emulatorEnvironment } from './environment';
import { givenPorts } from './ports';

const emulators = {
  stripe: 'http://127.0.0.1:4242',
  arm: 'http://127.0.0.1:4243',
  gateway: 'http://127.0.0.1:4244',
  portal: 'http://127.0.0.1:4245',
  control: 'http://127.0.0.1:4242/_control',
};
const app = 'http://localhost:3000';

test('a world for this machine has its own addresses', () => {
  expect(addressesFor(null, { app, emulators })).toEqual({
    ...emulators,
    app,
    stripePages: emulators.stripe,
    clock: 'http://127.0.0.1:4242/_control/clock',
  });
});

test('an opened world gives browsers the name that other machines know, and programs this machine’s', () => {
  expect(addressesFor('192.168.1.20', { app, emulators })).toEqual({
    app: 'http://192.168.1.20:3000',
    stripe: 'http://127.0.0.1:4242',
    stripePages: 'http://192.168.1.20:4242',
    arm: 'http://127.0.0.1:4243',
    gateway: 'http://192.168.1.20:4244',
    portal: 'http://192.168.1.20:4245',
    control: 'http://192.168.1.20:4242/_control',
    clock: 'http://127.0.0.1:4242/_control/clock',
  });
});

test('the emulators listen to other machines only when the world is opened', () => {
  const world = { ports: givenPorts, dataDir: '.data', clock: undefined, syncEveryHours: 6 };
  const of = { ...world, cronSecret: 'x', app };
  expect(emulatorEnvironment({ ...of, host: null })).not.toHaveProperty('EMULATOR_LISTEN');
  expect(emulatorEnvironment({ ...of, host: 'laptop.local' })).toMatchObject({
    EMULATOR_LISTEN: '0.0.0.0',
    EMULATOR_PUBLIC_HOST: 'laptop.local',
  });
});
