export interface DemoOptions {
  reset: boolean;
}

export const usage = `npm run demo              start, or go on where the last start stopped
npm run demo -- --reset   delete the demo's data and start over

Settings, all optional (0 is any port that is free):
  PORT                    the application            3000
  EMULATOR_STRIPE_PORT    Stripe emulator            4242
  EMULATOR_ARM_PORT       Azure's management API     4243
  EMULATOR_GATEWAY_PORT   API gateway                4244
  EMULATOR_PORTAL_PORT    developer portal           4245
  DATA_DIR                where state is kept        .data/demo
  DATABASE_URL            a PostgreSQL server instead of the embedded database
  LOG_LEVEL               of the application         info`;

/** Null when an argument is not known, or help was asked for. */
export function parseDemoOptions(args: readonly string[]): DemoOptions | null {
  if (args.some((arg) => arg !== '--reset')) return null;
  return { reset: args.includes('--reset') };
}
