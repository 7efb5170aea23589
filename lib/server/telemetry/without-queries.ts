import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

/**
 * Takes the query strings out of everything that is sent. The framework puts whole addresses into its spans, and ours
 * carry one-time tokens (confirming an email, a new password) and signatures of the developer portal.
 */
export function withoutQueries(inner: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => inner.export(spans.map(cut), done),
    shutdown: () => inner.shutdown(),
    forceFlush: () => inner.forceFlush?.() ?? Promise.resolve(),
  };
}

/** The name and the texts are replaced; all else stays the span's own. */
function cut(span: ReadableSpan): ReadableSpan {
  const attributes = Object.fromEntries(
    Object.entries(span.attributes).map(([name, value]) => [
      name,
      typeof value === 'string' ? withoutQuery(value) : value,
    ]),
  );
  return Object.create(span, {
    name: { value: withoutQuery(span.name), enumerable: true },
    attributes: { value: attributes, enumerable: true },
    // Messages and stacks of exceptions may name what a person typed.
    events: { value: [], enumerable: true },
  });
}

function withoutQuery(text: string): string {
  return text.replace(/[?#]\S*/, '');
}
