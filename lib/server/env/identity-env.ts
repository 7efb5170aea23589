import { z } from 'zod';
import type { SecondFactorDemand } from '../../domain/access/second-factor-demand';
import { addressLike, isNearby, isThisMachine, origin, theirSecret } from './env-values';

export interface MailEnv {
  smtpUrl: string;
  from: string;
}

export interface ProviderEnv {
  clientId: string;
  clientSecret: string;
  /** Its address: another cloud, a company's own server, or an emulator in a test. */
  url: string;
}

export interface IdentityEnv {
  /** How a new account begins; null = signed in at once without mail, mail first with it. */
  signUp: 'instant' | 'confirm-first' | null;
  requireSecondFactor: SecondFactorDemand;
  /** Where new passwords are looked up among leaked ones; null = only in this server's own lists. */
  leakedPasswordsUrl: string | null;
  /**
   * The number of our own proxies in front, each of which appends to X-Forwarded-For. 0: no header is trusted for the
   * address.
   */
  trustedProxies: number;
  /** Shows every message on a page, to callers on this machine or (open) whoever reaches the port: for a demo. */
  mailbox: 'on' | 'off' | 'open';
}

const address = addressLike('https://github.example.com');

/** Single settings of signing in, in addition to the application's. */
export const IDENTITY = {
  SIGN_UP: z.enum(['instant', 'confirm-first'], 'instant or confirm-first').optional(),
  REQUIRE_SECOND_FACTOR: z
    .enum(['off', 'operators', 'all'], 'off, operators or all')
    .default('operators'),
  LEAKED_PASSWORDS_URL: address.optional(),
  TRUSTED_PROXIES: z.coerce.number('a number of proxies').int().min(0).max(10).default(0),
  MAILBOX: z.enum(['on', 'off', 'open'], 'on, off or open').default('off'),
  NEXTAUTH_URL: origin.optional(),
};

const MAIL = z.object({
  SMTP_URL: z
    .string()
    .regex(
      /^smtps?:\/\/[^\s\p{Cc}\p{Cf}]+$/u,
      'smtp://user:password@host:587 or smtps://user:password@host:465',
    ),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]*<)?[^\s<>@]+@[^\s<>@]+>?$/,
      'Tollgate <no-reply@example.com> or an address alone',
    ),
});

const ENTRA = z.object({
  ENTRA_TENANT_ID: z.string().regex(/^[\w.-]+$/, 'the id of a tenant, a domain, or common'),
  ENTRA_CLIENT_ID: z.string(),
  ENTRA_CLIENT_SECRET: theirSecret,
  ENTRA_URL: address.default('https://login.microsoftonline.com'),
});
const GITHUB = z.object({
  GITHUB_CLIENT_ID: z.string(),
  GITHUB_CLIENT_SECRET: theirSecret,
  GITHUB_URL: address.default('https://github.com'),
  GITHUB_API_URL: address.default('https://api.github.com'),
});
const GOOGLE = z.object({
  GOOGLE_CLIENT_ID: z.string(),
  GOOGLE_CLIENT_SECRET: theirSecret,
  GOOGLE_URL: address.default('https://accounts.google.com'),
});

export const IDENTITY_WHERE: Readonly<Record<string, string>> = {
  SMTP_URL: "your mail provider's SMTP settings",
  MAIL_FROM: 'an address that your mail provider lets you send from',
  ENTRA_TENANT_ID: 'Entra admin center > App registrations > Overview > Directory (tenant) ID',
  ENTRA_CLIENT_ID: 'Entra admin center > App registrations > Overview > Application (client) ID',
  ENTRA_CLIENT_SECRET: 'Entra admin center > App registrations > Certificates & secrets',
  GITHUB_CLIENT_ID: 'GitHub > Settings > Developer settings > OAuth apps',
  GITHUB_CLIENT_SECRET: 'GitHub > Settings > Developer settings > OAuth apps',
  GOOGLE_CLIENT_ID: 'Google Cloud console > APIs & Services > Credentials',
  GOOGLE_CLIENT_SECRET: 'Google Cloud console > APIs & Services > Credentials',
};

/** What is wrong between settings that are right by themselves. */
export function identityProblems(
  app: {
    APP_URL: string;
    MAILBOX: 'on' | 'off' | 'open';
    CLOCK_URL?: string | undefined;
    NEXTAUTH_URL?: string | undefined;
    SIGN_UP?: 'instant' | 'confirm-first' | undefined;
  },
  { providers, mail }: SignInEnv,
): string[] {
  const problems: string[] = [];
  // It shows links that open accounts, so it may only ever answer on the machine itself. A demo that is opened to its
  // network, as its moved clock shows, has no proxy in front that would make every connection look like one from here.
  const isOpenDemo = app.MAILBOX === 'on' && app.CLOCK_URL !== undefined && isNearby(app.APP_URL);
  if (app.MAILBOX !== 'off' && !isThisMachine(app.APP_URL) && !isOpenDemo) {
    problems.push(
      'MAILBOX is on but APP_URL is not on this machine: it shows links that open accounts. Set it off.',
    );
  }
  if (app.SIGN_UP === 'confirm-first' && mail === null && app.MAILBOX === 'off') {
    problems.push(
      'SIGN_UP is confirm-first but there is no mail server, so nobody can sign up: set SMTP_URL and MAIL_FROM.',
    );
  }
  if (app.NEXTAUTH_URL !== undefined && app.NEXTAUTH_URL !== app.APP_URL) {
    problems.push('NEXTAUTH_URL is another address than APP_URL: set both to the same.');
  }
  if (app.NEXTAUTH_URL === undefined && Object.values(providers).some((one) => one !== null)) {
    problems.push('NEXTAUTH_URL is missing: providers lead back to it. Set it to APP_URL.');
  }
  return problems;
}

export interface SignInEnv {
  mail: MailEnv | null;
  providers: {
    entra: (ProviderEnv & { tenantId: string }) | null;
    github: (ProviderEnv & { apiUrl: string }) | null;
    google: ProviderEnv | null;
  };
}

type ParseGroup = <T extends z.ZodRawShape>(
  schema: z.ZodObject<T>,
  group: string,
) => z.output<z.ZodObject<T>> | null;

/** The optional groups of signing in: a mail server and identity providers. */
export function parseSignIn(parse: ParseGroup): SignInEnv {
  const mail = parse(MAIL, 'mail');
  const entra = parse(ENTRA, 'Microsoft Entra ID');
  const github = parse(GITHUB, 'GitHub');
  const google = parse(GOOGLE, 'Google');
  return {
    mail: mail && { smtpUrl: mail.SMTP_URL, from: mail.MAIL_FROM },
    providers: {
      entra: entra && {
        tenantId: entra.ENTRA_TENANT_ID,
        clientId: entra.ENTRA_CLIENT_ID,
        clientSecret: entra.ENTRA_CLIENT_SECRET,
        url: entra.ENTRA_URL,
      },
      github: github && {
        clientId: github.GITHUB_CLIENT_ID,
        clientSecret: github.GITHUB_CLIENT_SECRET,
        url: github.GITHUB_URL,
        apiUrl: github.GITHUB_API_URL,
      },
      google: google && {
        clientId: google.GOOGLE_CLIENT_ID,
        clientSecret: google.GOOGLE_CLIENT_SECRET,
        url: google.GOOGLE_URL,
      },
    },
  };
}
