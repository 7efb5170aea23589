import type { Metadata } from './rows';

export interface EndpointRow {
  id: string;
  created: number;
  url: string;
  enabledEvents: string[];
  apiVersion: string | null;
  description: string | null;
  metadata: Metadata;
  secret: string;
  status: 'enabled' | 'disabled';
}

export interface EventRow {
  id: string;
  created: number;
  type: string;
  object: unknown;
  previous: Readonly<Record<string, unknown>> | null;
  request: { id: string | null; idempotency_key: string | null };
}

export interface Attempt {
  at: number;
  status: number | null;
  error: string | null;
  durationMs: number;
}

export interface DeliveryRow {
  id: string;
  event: string;
  endpoint: string;
  state: 'pending' | 'delivered' | 'failed' | 'dropped';
  attempts: Attempt[];
  nextAt: number | null;
}
