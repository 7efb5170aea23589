/** Settings of the Stripe adapter; parsed from the environment elsewhere. */
export interface StripeSettings {
  secretKey: string;
  publishableKey: string;
  /** One, or two while a signing secret is being rotated. */
  webhookSecrets: string[];
  /** Of the destination for meter errors; none when it is not set up. */
  meterWebhookSecrets: string[];
  /** Usage reports that are sent in a second at most: 1,000 in live mode, fewer in a sandbox. */
  meterEventsPerSecond: number;
  /** https://api.stripe.com, or an emulator's address. */
  apiBase: string;
  /** Address of Stripe.js when it is not Stripe's own. */
  jsUrl: string | null;
}
