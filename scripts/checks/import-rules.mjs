import { clientComponents } from './client-components.mjs';

const tests = '[.]test[.]tsx?$';
/** Packages, whether the resolver found the file or kept the name. */
const packages = (names) => `(^|node_modules/)(${names.join('|')})(/|$)`;

const database = packages(['@prisma', 'pg', '@electric-sql', 'pglite-prisma-adapter']);

/** All of lib but the folders named. */
const libExcept = (folders) => `^lib/(?!(${folders.join('|')})/)`;

/** Tests may reach further: they set up what the code itself may not. */
const rule = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from, pathNot: tests } : from,
  to: typeof to === 'string' ? { path: to } : to,
});

/** What is built and deployed: pages, the library, the catalog's program and the two files that Next starts with. */
const product = '^(app|lib|payment)/|^(proxy|instrumentation)[.]ts$';
/** What tests, measures, starts or deploys it. */
const around = '^(emulators|e2e|bench|simulation|testing|scripts|infra)/';
const outsideLib = `^(app|payment)/|${around}`;

/** Outside of the adapters, files that an SDK's types may reach, each for a reason. */
const STRIPE_ELSEWHERE = [
  // The stand-in answers in the SDK's shapes: its types find what Stripe has renamed.
  '^emulators/stripe/',
  '^emulators/control/[^/]+[.]test[.]ts$',
  // Clients with which tests prepare and read what is at the vendors.
  '^testing/(catalog-program|stripe-sdk|stripe-shop|emulated-routes[.]test)[.]ts$',
];
const AZURE_ELSEWHERE = [
  '^emulators/azure/',
  '^testing/(catalog-program|emulated-routes[.]test)[.]ts$',
];
/** Use cases outside of checkout and provisioning that may ask what is offered today, each for a reason. */
const OFFERS = [
  // The composition's types.
  '^lib/use-cases/deps[.]ts$',
  // Names and limits, which apply to everybody.
  '^lib/use-cases/plan-versions/product-facts[.]ts$',
  // What a subscription may be changed to, and what new customers pay.
  '^lib/use-cases/subscriptions/(change-plan|preview-plan-change)[.]ts$',
  '^lib/use-cases/plan-versions/todays-offer[.]ts$',
  // Whose product somebody at the gateway opened without buying it.
  '^lib/use-cases/reconcile/foreign-subscriptions[.]ts$',
];

/** Sends telemetry to Azure Monitor, which has nothing to do with API Management. */
const AZURE_MONITOR = '^lib/server/telemetry/exporters[.]ts$';

/**
 * Who may import whom: the table of ARCHITECTURE.md, a rule for each line of it. They also hold for
 * imports of types alone, since a vendor's type is what ties a file to a vendor.
 */
export function importRules(root) {
  return [
    rule(
      'no-import-of-tests',
      'What a test needs from another test belongs in a file of its own.',
      {},
      { path: tests },
    ),

    rule('kit-is-alone', 'lib/kit knows neither money nor access.', '^lib/kit/', {
      pathNot: '^lib/kit/',
    }),
    rule('domain-is-alone', 'lib/domain imports itself and the kit only.', '^lib/domain/', {
      pathNot: ['^lib/(domain|kit)/', packages(['zod'])],
    }),
    rule(
      'domain-zod-in-catalog',
      'zod is for the one file that reads what people write: the catalog.',
      { path: '^lib/domain/', pathNot: ['^lib/domain/catalog/catalog', tests] },
      packages(['zod']),
    ),
    rule('ports-are-words', 'lib/ports speaks the domain only.', '^lib/ports/', {
      pathNot: '^lib/(ports|domain|kit)/',
    }),
    rule(
      'use-cases-see-ports',
      'Use cases know domain, ports and lib/db; adapters, env and next are wired elsewhere.',
      '^lib/use-cases/',
      `${libExcept(['use-cases', 'domain', 'kit', 'ports', 'db'])}|${outsideLib}|${database}|${packages(
        ['next', 'next-auth', 'react', 'stripe', '@stripe', '@azure'],
      )}`,
    ),
    rule(
      'rooms-have-walls',
      "A room of lib/use-cases is entered by its verbs; its helpers are its own, for others' tests too.",
      { path: '^lib/use-cases/([^/]+)/' },
      { path: '^lib/use-cases/[^/]+/internal/', pathNot: '^lib/use-cases/$1/' },
    ),
    rule(
      'rooms-have-walls',
      'Whatever is outside of lib/use-cases calls the verbs of its rooms.',
      { pathNot: '^lib/use-cases/' },
      '^lib/use-cases/[^/]+/internal/',
    ),
    rule(
      'sold-is-not-offered',
      'What was sold is read from its plan version. The catalog says what is offered: selling, plan changes and provisioning.',
      {
        path: '^lib/use-cases/',
        pathNot: [tests, '^lib/use-cases/(checkout|catalog)/', ...OFFERS],
      },
      '^lib/domain/catalog/catalog[.]ts$',
    ),
    ...['stripe', 'apim', 'db'].map((folder) =>
      rule(
        `adapter-${folder}`,
        `lib/${folder} knows the domain, the ports and its own SDK.`,
        `^lib/${folder}/`,
        `${libExcept([folder, 'domain', 'kit', 'ports'])}|${outsideLib}|${packages(['next', 'next-auth', 'react'])}`,
      ),
    ),
    rule(
      'product-stands-alone',
      'What is deployed needs nothing of what tests, measures, starts or deploys it.',
      product,
      around,
    ),
    rule('lib-below-app', 'lib is used by the pages and knows none of them.', '^lib/', '^app/'),
    rule(
      'lib-below-payment',
      'The program in payment/ uses lib. What both need of the catalog is in lib/domain/catalog or lib/server/catalog.',
      { path: '^lib/' },
      '^payment/',
    ),
    rule(
      'auth-through-ports',
      'Signing in and mail reach Stripe and API Management through the ports.',
      '^lib/(auth|mail)/',
      '^lib/(stripe|apim)/',
    ),

    rule(
      'app-is-glue',
      'Routes and pages call lib/server, use cases, auth and the domain.',
      '^app/',
      `${libExcept(['server', 'use-cases', 'auth', 'domain', 'kit'])}|^payment/|${around}`,
    ),
    rule(
      'app-without-sdks',
      "No vendor's type reaches a page. Stripe.js in the browser is the exception that Checkout needs.",
      '^app/',
      `${packages(['stripe', '@azure'])}|${database}`,
    ),
    rule(
      'client-components',
      'What runs in the browser may use app/_ui, its neighbours and the domain.',
      { path: clientComponents(root) },
      { path: '^(lib/(?!(domain|kit)/)|payment/)|node:' },
    ),

    rule(
      'emulators-are-strangers',
      'Shared code would be wrong on both sides of the wire at once.',
      { path: '^emulators/' },
      '^(app|lib|payment|e2e|bench|simulation|scripts|infra)/',
    ),
    rule(
      'emulators-by-address',
      'What stands in for the vendors is reached as they are, over HTTP, by the application and by what tests it.',
      { path: `${product}|^(e2e|scripts|simulation|testing|infra)/` },
      `${packages(['tollgate-emulators'])}|(^|/)emulators/(dist/|index([.]ts)?$)`,
    ),
    rule(
      'bench-by-api',
      'Benchmarks start the emulators by their program or `createEmulators`, and fill them over HTTP.',
      { path: '^bench/' },
      { path: '^emulators/', pathNot: '^emulators/index[.]ts$' },
    ),
    rule(
      'provisioning',
      'The program knows targets of the catalog by their port; which ones there are is said where it starts.',
      { path: '^payment/', pathNot: ['^payment/provision/main[.]ts$', tests] },
      `${libExcept(['domain', 'kit', 'ports', 'use-cases/catalog'])}|^app/`,
    ),
    rule(
      'provisioning-root',
      'Of lib/server, the program takes its settings, the file and the targets.',
      '^payment/provision/main[.]ts$',
      `${libExcept(['domain', 'kit', 'ports', 'use-cases/catalog', 'server/catalog'])}|^app/`,
    ),

    rule(
      'e2e-from-outside',
      'End-to-end tests act through the browser and HTTP; the database is for set-up.',
      { path: '^e2e/' },
      `${libExcept(['db'])}|^(app|emulators|bench|simulation|payment)/`,
    ),
    rule(
      'scripts-stand-beside',
      'Scripts start programs instead of importing them; migrations are the exception.',
      '^scripts/',
      `${libExcept(['db'])}|^(app|emulators|e2e|bench|simulation|payment)/`,
    ),

    rule(
      'stripe-sdk',
      "Stripe's types stay where they are turned into ours, in tests too.",
      { pathNot: ['^lib/stripe/', ...STRIPE_ELSEWHERE] },
      packages(['stripe']),
    ),
    rule(
      'stripe-js',
      'Stripe.js runs in the browser and only takes people to Checkout.',
      { pathNot: '^app/checkout/_parts/go-to-stripe[.]ts$' },
      packages(['@stripe']),
    ),
    rule(
      'azure-sdk',
      "Azure's types stay where they are turned into ours, in tests too.",
      { pathNot: ['^lib/apim/', AZURE_MONITOR, ...AZURE_ELSEWHERE] },
      packages(['@azure']),
    ),
    rule(
      'azure-monitor',
      'Telemetry sends to Azure Monitor and knows nothing else of Azure.',
      { path: AZURE_MONITOR },
      { path: packages(['@azure']), pathNot: packages(['@azure/monitor-opentelemetry-exporter']) },
    ),
    rule(
      'telemetry-at-the-edge',
      'Everything else tells what happens through lib/ports/telemetry.',
      {
        path: '^(app|lib|payment|scripts|e2e)/',
        pathNot: ['^lib/server/telemetry/', '^lib/server/wiring/log[.]ts$', tests],
      },
      packages(['@opentelemetry']),
    ),
    rule(
      'prisma-client',
      'Queries have names and live in lib/db.',
      {
        path: '^(app|lib|payment|emulators)/',
        pathNot: ['^lib/db/', tests],
      },
      database,
    ),
  ];
}
