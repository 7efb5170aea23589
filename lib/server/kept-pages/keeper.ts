import type { KeptDocument } from './kept-document';
import type { Variant } from './variant';

/** After a page could not be rendered, so long before it is tried again; requests are rendered one by one meanwhile. */
const PAUSE_MS = 5_000;

export interface Keeper {
  /** At once when the page is kept, else when it is; null when it can't be rendered apart now. */
  pageOf(variant: Variant): KeptDocument | Promise<KeptDocument | null> | null;
}

/** Renders each variant once, for however many ask at the same time, and keeps it as long as the process lives. */
export function createKeeper(options: {
  render: (variant: Variant) => Promise<KeptDocument>;
  nowMs: () => number;
  onFailure: (variant: Variant, error: unknown) => void;
}): Keeper {
  const { render, nowMs, onFailure } = options;
  const kept = new Map<string, KeptDocument>();
  const rendering = new Map<string, Promise<KeptDocument | null>>();
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  async function renderOnce(variant: Variant): Promise<KeptDocument | null> {
    try {
      const document = await render(variant);
      kept.set(variant.key, document);
      return document;
    } catch (error) {
      pausedUntilMs = nowMs() + PAUSE_MS;
      onFailure(variant, error);
      return null;
    } finally {
      rendering.delete(variant.key);
    }
  }

  return {
    pageOf(variant) {
      const document = kept.get(variant.key) ?? rendering.get(variant.key);
      if (document !== undefined) return document;
      if (nowMs() < pausedUntilMs) return null;
      const rendered = renderOnce(variant);
      rendering.set(variant.key, rendered);
      return rendered;
    },
  };
}
