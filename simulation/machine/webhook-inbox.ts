import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Delivery {
  rawBody: string;
  signature: string | null;
}

/** Says what is answered; null: nothing, because whoever listened is no more. */
export type DeliveryHandler = (delivery: Delivery) => Promise<number | null>;

/** Where webhooks arrive, whichever process is there to take them. */
export interface WebhookInbox {
  url: string;
  /** Who takes them from now on. */
  handOver(handler: DeliveryHandler): void;
  close(): Promise<void>;
}

export async function openInbox(): Promise<WebhookInbox> {
  let handler: DeliveryHandler = async () => 500;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const signature = request.headers['stripe-signature'];
    const status = await handler({
      rawBody: Buffer.concat(chunks).toString('utf8'),
      signature: typeof signature === 'string' ? signature : null,
    });
    if (status === null) request.socket.destroy();
    else response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    handOver(next) {
      handler = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The inbox has no port.');
  return address.port;
}
