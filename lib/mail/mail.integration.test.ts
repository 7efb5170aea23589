import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../scripts/vitest/fresh-database';
import { type SmtpServer, startSmtpServer } from '../../testing/smtp-server';
import { deliverMail } from './deliver';
import { createOutbox } from './outbox';
import { type SendOutcome, smtpTransport, type Transport } from './transport';

let database: FreshDatabase;
let server: SmtpServer;
beforeEach(async () => {
  database = await freshDatabase();
  server = await startSmtpServer();
});
afterEach(async () => {
  await server.close();
  await database.close();
});

const FROM = 'Tollgate <no-reply@shop.example>';
const transport = () => smtpTransport({ url: server.url, from: FROM });
const deliver = () => deliverMail(database.client, transport());
const isDue = () =>
  database.client.mailMessage.updateMany({ data: { nextAttemptAt: new Date(0) } });
const onlyRow = () => database.client.mailMessage.findFirstOrThrow();

const queue = (to = 'ada@example.com', given: { name?: string; userId?: string | null } = {}) =>
  createOutbox(database.client, { appUrl: 'https://shop.example', wake: () => {} }).queue({
    to,
    userId: 'u1',
    content: {
      kind: 'reset-password',
      name: 'Ada <b>',
      url: 'https://shop.example/r?token=t0k3n&x=1',
      validMinutes: 60,
    },
    ...given,
  });

describe('over SMTP', () => {
  test('a message goes out with both bodies, and its text is forgotten', async () => {
    await queue();
    expect(await deliver()).toEqual({ sent: 1, failed: [] });
    const [letter] = server.letters;
    expect(letter).toMatchObject({ from: 'no-reply@shop.example', to: 'ada@example.com' });
    expect(letter?.source).toContain('Subject: Choose a new password');
    expect(letter?.source).toContain('text/plain');
    expect(letter?.source).toContain('text/html');
    expect(letter?.source).toContain('Ada &lt;b&gt;');
    const row = await onlyRow();
    expect(row.sentAt).not.toBeNull();
    expect(`${row.text}${row.html}`).toBe('');
  });

  test('a server that answers "later" is asked again, after waits that double', async () => {
    await queue();
    server.behave({ recipient: '451 try again' });
    const waits: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect((await deliver()).failed).toMatchObject([{ isGivenUp: false }]);
      // Not due yet, so nobody asks.
      expect(await deliver()).toEqual({ sent: 0, failed: [] });
      waits.push(Math.round(((await onlyRow()).nextAttemptAt.getTime() - Date.now()) / 60_000));
      await isDue();
    }
    expect(waits).toEqual([1, 2, 4]);
    server.behave({});
    expect((await deliver()).sent).toBe(1);
  });

  test('a mailbox that there is not is given up at once, as a row that says why', async () => {
    await queue();
    server.behave({ recipient: '550 no such mailbox' });
    expect((await deliver()).failed).toMatchObject([{ isGivenUp: true }]);
    const row = await onlyRow();
    expect(row.givenUpAt).not.toBeNull();
    expect(row.lastError).toContain('550 no such mailbox');
    expect(`${row.text}${row.html}`).toBe('');
  });

  test('what fails for most of a day is given up after ten tries', async () => {
    await queue();
    await database.client.mailMessage.updateMany({ data: { attempts: 9 } });
    server.behave({ recipient: '451 try again' });
    expect((await deliver()).failed).toMatchObject([{ isGivenUp: true }]);
  });

  test('a server that is away is asked once, not once for each message', async () => {
    for (let n = 0; n < 5; n += 1) await queue(`reader-${n}@example.com`);
    const { url } = server;
    await server.close();
    const away = smtpTransport({ url, from: FROM });
    expect((await deliverMail(database.client, away)).failed).toHaveLength(1);
    const attempts = await database.client.mailMessage.findMany({ select: { attempts: true } });
    expect(attempts.reduce((sum, one) => sum + one.attempts, 0)).toBe(1);
    server = await startSmtpServer();
    await isDue();
    expect((await deliver()).sent).toBe(5);
  });

  test('a letter whose acknowledgement was lost is sent again under the same Message-ID', async () => {
    await queue();
    server.behave({ dropsAfterData: true });
    expect((await deliver()).sent).toBe(0);
    server.behave({});
    await isDue();
    expect((await deliver()).sent).toBe(1);
    const ids = server.letters.map(({ source }) => /^Message-ID: (.*)$/m.exec(source)?.[1]);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
  });

  test('a password is never said on a line that anybody can read', async () => {
    await queue();
    server.behave({ offersAuth: true });
    const url = `smtp://ada:secret-of-mail@127.0.0.1:${server.port}`;
    const outcome = await deliverMail(database.client, smtpTransport({ url, from: FROM }));
    expect(outcome.failed).toMatchObject([{ isGivenUp: false }]);
    const secret = Buffer.from('\u0000ada\u0000secret-of-mail').toString('base64');
    expect(server.said.join('\n')).not.toContain(secret);
    expect(server.letters).toEqual([]);
  });
});

describe('the outbox', () => {
  const taking = (sent: string[]): Transport => ({
    greet: async () => ({ kind: 'sent' }),
    send: async ({ to }): Promise<SendOutcome> => {
      sent.push(to);
      return { kind: 'sent' };
    },
  });

  test('nobody who puts a message there waits for the mail server', async () => {
    server.behave({ isSilent: true });
    let delivery: Promise<unknown> = Promise.resolve();
    const outbox = createOutbox(database.client, {
      appUrl: 'https://shop.example',
      wake: () => {
        delivery = deliver();
      },
    });
    const content = { kind: 'account-closed', name: 'Ada' } as const;
    await outbox.queue({ to: 'ada@example.com', userId: 'u1', content });
    expect(await database.client.mailMessage.count({ where: { sentAt: null } })).toBe(1);
    await server.close();
    await delivery;
    server = await startSmtpServer();
  });

  test('two senders at once send each message once', async () => {
    for (let n = 0; n < 45; n += 1) await queue(`reader-${n}@example.com`);
    const sent: string[] = [];
    await Promise.all([
      deliverMail(database.client, taking(sent)),
      deliverMail(database.client, taking(sent)),
    ]);
    expect(sent).toHaveLength(45);
    expect(new Set(sent).size).toBe(45);
  });

  test('a message with a name is there once, however often it is asked for', async () => {
    await queue('ada@example.com', { name: 'closed-u1' });
    await queue('ada@example.com', { name: 'closed-u1' });
    expect(await database.client.mailMessage.count()).toBe(1);
  });

  test('of the last message to somebody who is erased nothing stays once it was sent', async () => {
    await queue('ada@example.com', { userId: null });
    expect((await deliver()).sent).toBe(1);
    expect(await database.client.mailMessage.count()).toBe(0);
  });
});
