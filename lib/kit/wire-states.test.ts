import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, expectTypeOf, test } from 'vitest';
import type { Refusal } from '../auth/judge-delegation';
import type { TokenPurpose } from '../db/tokens';
import type { AccessReason, EndReason, GatewayState } from '../domain/access/access';
import type { ProblemKind } from '../domain/attention/subscription-problem';
import type { MailKind } from '../ports/mail';
import type { InvoiceStanding } from '../ports/provider-invoice';
import type { RunKind } from '../use-cases/runs/runs';
import { MAIL_KINDS, PUBLIC_PATHS, STORED_STATES } from './wire-states';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tracked = (...paths: string[]) =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...paths], {
    cwd: root,
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean);

type Stored<Column extends keyof typeof STORED_STATES> = (typeof STORED_STATES)[Column][number];

test('the kinds, states and addresses that travel are what they have always been', () => {
  expect({ MAIL_KINDS, STORED_STATES, PUBLIC_PATHS }).toMatchInlineSnapshot(`
    {
      "MAIL_KINDS": [
        "account-closed",
        "account-exists",
        "confirm-email",
        "confirm-new-email",
        "credit-used-up",
        "email-changed",
        "email-changing",
        "invoice-unpaid",
        "keys-renewed",
        "password-changed",
        "provider-linked",
        "provider-unlinked",
        "recovery-code-used",
        "reset-password",
        "second-factor-off",
        "second-factor-on",
        "set-password",
        "suspended-dispute",
        "suspended-unpaid",
        "take-to-checkout",
      ],
      "PUBLIC_PATHS": [
        "/",
        "/account",
        "/account/activity",
        "/account/settings",
        "/account/settings/close",
        "/account/settings/second-factor",
        "/account/settings/sessions",
        "/account/subscriptions/[id]",
        "/account/subscriptions/[id]/end",
        "/account/subscriptions/[id]/plan",
        "/api/account/export",
        "/api/auth/[...nextauth]",
        "/api/checkout/session",
        "/api/cron/accounts",
        "/api/cron/reconcile",
        "/api/cron/usage",
        "/api/health",
        "/api/monetization-models",
        "/api/monetization-models/[productId]",
        "/api/session",
        "/api/sign-in/[provider]",
        "/api/sign-out",
        "/api/webhooks/stripe",
        "/api/webhooks/stripe-meters",
        "/apim-delegation",
        "/apim-delegation/confirm-first",
        "/apim-delegation/not-from-here",
        "/apim-delegation/other-account",
        "/apim-delegation/portal",
        "/apim-delegation/refused",
        "/apim-delegation/unsubscribe",
        "/check-mail",
        "/checkout/[productId]",
        "/checkout/cancel",
        "/checkout/success",
        "/confirm-email",
        "/forgot-password",
        "/goodbye",
        "/mailbox",
        "/mailbox/[id]",
        "/operator",
        "/operator/catalogue",
        "/operator/events",
        "/operator/gateway",
        "/operator/holds",
        "/operator/late-usage",
        "/operator/payments",
        "/operator/runs",
        "/operator/runs/[id]",
        "/operator/subscriptions",
        "/operator/subscriptions/[id]",
        "/pricing",
        "/reset-password",
        "/sign-in",
        "/sign-in/code",
        "/sign-out",
        "/sign-up",
        "/too-many",
      ],
      "STORED_STATES": {
        "BillingPeriod.state": [
          "closed",
          "closing",
          "deferred",
          "left-to-operator",
          "open",
        ],
        "ClosedDebtor.kind": [
          "card",
          "email",
        ],
        "InvoiceStanding.collection": [
          "failed",
          "needs-authentication",
          "none",
          "processing",
        ],
        "InvoiceStanding.state": [
          "draft",
          "open",
          "paid",
          "uncollectible",
          "void",
        ],
        "LateUsage.state": [
          "billed",
          "lost",
          "nothing-due",
          "planned",
        ],
        "PaymentSignal.kind": [
          "dispute",
          "fraud-warning",
          "never-paid",
          "refund",
          "refused-card",
          "shared-card",
          "uncollectible",
          "voided",
        ],
        "RefusedLink.reason": [
          "not configured",
          "parameter",
          "signature",
          "too long",
          "unknown operation",
        ],
        "Run.kind": [
          "billing",
          "meter-errors",
          "reconcile",
          "restore",
          "usage",
        ],
        "Run.outcome": [
          "done",
          "failed",
          "partial",
          "paused",
          "running",
        ],
        "Subscription.endReason": [
          "payment-failed",
          "requested",
        ],
        "Subscription.gatewayState": [
          "absent",
          "active",
          "cancelled",
          "suspended",
        ],
        "Subscription.problem": [
          "card-refused",
          "customer-deleted",
          "duplicate-refunded",
          "foreign",
          "gateway-missing",
          "gateway-out-of-step",
          "plan-change-failed",
          "price-differs",
          "provider-missing",
          "unknown-status",
        ],
        "Subscription.status": [
          "checkout",
          "free",
        ],
        "Subscription.suspendedFor": [
          "cap",
          "credit",
          "dispute",
          "unpaid",
        ],
        "UsageReport.state": [
          "delivered",
          "planned",
          "refused",
        ],
        "VerificationToken.purpose": [
          "confirm-email",
          "new-email",
          "reset-password",
        ],
      },
    }
  `);
});

test('the types of the code are the stored words', () => {
  expectTypeOf<(typeof MAIL_KINDS)[number]>().toEqualTypeOf<MailKind>();
  expectTypeOf<Stored<'InvoiceStanding.state'>>().toEqualTypeOf<InvoiceStanding['state']>();
  expectTypeOf<Stored<'InvoiceStanding.collection'>>().toEqualTypeOf<
    InvoiceStanding['collection']
  >();
  expectTypeOf<Stored<'RefusedLink.reason'>>().toEqualTypeOf<Refusal['reason']>();
  expectTypeOf<Stored<'Run.kind'>>().toEqualTypeOf<RunKind>();
  expectTypeOf<Stored<'Subscription.endReason'>>().toEqualTypeOf<EndReason>();
  expectTypeOf<Stored<'Subscription.gatewayState'>>().toEqualTypeOf<GatewayState>();
  expectTypeOf<Stored<'Subscription.problem'>>().toEqualTypeOf<ProblemKind>();
  expectTypeOf<Stored<'Subscription.suspendedFor'>>().toEqualTypeOf<AccessReason>();
  expectTypeOf<Stored<'VerificationToken.purpose'>>().toEqualTypeOf<TokenPurpose>();
});

/** Columns that are plain text to the compiler: each of their words has to be written or read somewhere. */
const UNTYPED = [
  'BillingPeriod.state',
  'ClosedDebtor.kind',
  'LateUsage.state',
  'PaymentSignal.kind',
  'Run.outcome',
  'Subscription.status',
  'UsageReport.state',
] as const;

test.each(UNTYPED)('every word of %s is in use', (column) => {
  const field = column.slice(column.indexOf('.') + 1);
  const sources = tracked('lib/db', 'lib/use-cases', 'lib/ports', 'prisma/schema.prisma')
    .filter((file) => /\.(ts|prisma)$/.test(file) && !file.includes('.test.'))
    .map((file) => readFileSync(`${root}/${file}`, 'utf8'));
  const isUsed = (word: string) =>
    sources.some((source) => new RegExp(`\\b${field}\\b[^;\\n]{0,90}['"]${word}['"]`).test(source));
  expect(STORED_STATES[column].filter((word) => !isUsed(word))).toEqual([]);
});

test('every route of the application has its address in the list, and no other', () => {
  const routes = tracked('app')
    .filter((file) => /\/(page|route)\.tsx?$/.test(file))
    .map((file) => file.replace(/^app/, '').replace(/\/(page|route)\.tsx?$/, ''))
    .map((path) => path.replaceAll(/\/\([^)]*\)/g, '') || '/');
  expect([...new Set(routes)].sort()).toEqual([...PUBLIC_PATHS].sort());
});
