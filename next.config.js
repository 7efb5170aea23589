// Of files that stand still and pass by the proxy. Browsers take the second over https only.
const FIXED_HEADERS = [
  { key: 'x-content-type-options', value: 'nosniff' },
  { key: 'strict-transport-security', value: 'max-age=63072000; includeSubDomains' },
];

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Browsers ask for this address by themselves, whatever the page names.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  headers: async () =>
    [
      '/_next/static/:path*',
      '/:file(icon.svg|favicon.ico|open-graph.png|apple-touch-icon.png)',
    ].map((source) => ({ source, headers: FIXED_HEADERS })),
  reactStrictMode: true,
  // No picture of ours is resized, so nobody else's is either: the address that would do it is not there.
  images: { unoptimized: true },
  // Engines with files of their own (WebAssembly, native code, threads), which a bundle would lose.
  serverExternalPackages: [
    '@electric-sql/pglite',
    'pglite-prisma-adapter',
    '@node-rs/argon2',
    'pino',
    // Its stores for other databases name packages that are not there.
    'rate-limiter-flexible',
    'pg',
    // Loaded only where an exporter is set.
    '@opentelemetry/api',
    '@opentelemetry/exporter-metrics-otlp-http',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace-node',
    '@azure/monitor-opentelemetry-exporter',
  ],
  experimental: {
    // Our forms have a few short fields; nothing is uploaded.
    serverActions: { bodySizeLimit: '64kb' },
  },
  // Whatever writes compares the database with the migrations that this build came with.
  outputFileTracingIncludes: { '/**': ['./prisma/migrations/**'] },
  // For the container image only, a folder that runs without node_modules: `next start` can't serve it.
  ...(process.env.BUILD_STANDALONE ? { output: 'standalone' } : {}),
};

export default config;
