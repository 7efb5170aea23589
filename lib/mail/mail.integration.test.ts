import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../scripts/vitest/fresh-database';
import { deliverMail } from './deliver';
import { createOutbox } from './outbox';
import { smtpTransport } from './transport';

let database: FreshDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.close());

const outbox = () =>
  createOutbox(database.client, { appUrl: 'https://shop.example', wake: () => {} });

const queue = (to = 'ada@example.com') =>
  outbox().queue({
    to,
    userId: null,
    content: {
      kind: 'reset-password',
      name: 'Ada <b>',
      url: 'https://shop.example/r?token=t0k3n&x=1',
      validMinutes: 60,
    },
  });

describe('the outbox', () => {
  test('a message goes out over SMTP with both bodies, and its text is forgotten', async () => {
    const server = await startMailServer();
    await queue();
    const transport = smtpTransport({ url: server.url, from: 'Tollgate <no-reply@shop.example>' });
    expect(await deliverMail(database.client, transport)).toEqual({ sent: 1, failed: [] });
    await server.close();
    const [letter = ''] = server.letters;
    expect(letter).toContain('Subject: Choose a new password');
    expect(letter).toContain('To: ada@example.com');
    expect(letter).toContain('text/plain');
    expect(letter).toContain('text/html');
    expect(letter).toContain('Ada &lt;b&gt;');
    const [row] = await database.client.mailMessage.findMany();
    expect(row?.sentAt).not.toBeNull();
    expect(`${row?.text}${row?.html}`).toBe('');
  });

  test('a server that is away is tried again later, and no message is lost', async () => {
    await queue();
    const away = { send: () => Promise.reject(new Error('connect ECONNREFUSED')) };
    const first = await deliverMail(database.client, away);
    expect(first.failed).toHaveLength(1);
    // Not due yet.
    expect(await deliverMail(database.client, away)).toEqual({ sent: 0, failed: [] });
    await database.client.mailMessage.updateMany({ data: { nextAttemptAt: new Date(0) } });
    const sent: string[] = [];
    const back = { send: async (mail: { to: string }) => void sent.push(mail.to) };
    expect((await deliverMail(database.client, back)).sent).toBe(1);
    expect(sent).toEqual(['ada@example.com']);
  });

  test('it is given up after ten tries, as a row that says why', async () => {
    await queue();
    await database.client.mailMessage.updateMany({ data: { attempts: 9 } });
    await deliverMail(database.client, {
      send: () => Promise.reject(new Error('550 no such user')),
    });
    const [row] = await database.client.mailMessage.findMany();
    expect(row?.givenUpAt).not.toBeNull();
    expect(row?.lastError).toBe('550 no such user');
    expect(row?.text).toBe('');
  });

  test('two senders at once send each message once', async () => {
    for (let n = 0; n < 45; n += 1) await queue(`reader-${n}@example.com`);
    const sent: string[] = [];
    const transport = { send: async (mail: { to: string }) => void sent.push(mail.to) };
    await Promise.all([
      deliverMail(database.client, transport),
      deliverMail(database.client, transport),
    ]);
    expect(sent).toHaveLength(45);
    expect(new Set(sent).size).toBe(45);
  });
});

interface MailServer {
  url: string;
  letters: string[];
  close(): Promise<void>;
}

/** As much of a mail server as it takes to be handed a letter. */
async function startMailServer(): Promise<MailServer> {
  const letters: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    converse(socket, letters);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function converse(socket: Socket, letters: string[]): void {
  let buffer = '';
  let isData = false;
  socket.on('error', () => {});
  socket.write('220 mail.test\r\n');
  socket.on('data', (chunk) => {
    buffer += chunk.toString('utf8');
    for (;;) {
      const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const part = buffer.slice(0, end);
      buffer = buffer.slice(end + (isData ? 5 : 2));
      if (isData) {
        letters.push(part);
        isData = false;
        socket.write('250 taken\r\n');
      } else if (/^DATA/i.test(part)) {
        isData = true;
        socket.write('354 go on\r\n');
      } else {
        socket.write(/^QUIT/i.test(part) ? '221 bye\r\n' : '250 fine\r\n');
      }
    }
  });
}
