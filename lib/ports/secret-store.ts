/** Where secrets go that a vendor shows only once, when what they belong to is made. */
export interface SecretStore {
  /** True when the secret of this setting is meant to be stored here and isn't. Where nothing is stored, nothing is lost. */
  isLost(setting: string): boolean;
  /** `setting` is the environment variable that the application reads it from. */
  write(setting: string, secret: string): void;
}

/** For those who plan and never apply: no secret is made. */
export const NO_SECRETS: SecretStore = { isLost: () => false, write: () => {} };
