import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

export interface ReceivedLetter {
  from: string;
  to: string;
  /** As it came: header, blank line, body, the dots of the protocol taken off. */
  source: string;
}

export interface SmtpServer {
  url: string;
  port: number;
  letters: ReceivedLetter[];
  /** Lines that clients have said, to check what was sent and what not. */
  said: string[];
  /** What happens from now on; nothing given is a server that works. */
  behave(behavior: Behavior): void;
  close(): Promise<void>;
}

export interface Behavior {
  /** The answer to a recipient: '550 no such mailbox', '451 try again'. */
  recipient?: string;
  /** Takes the letter, and then the line is dead before it can say so. */
  dropsAfterData?: boolean;
  /** Takes the connection and never says a word. */
  isSilent?: boolean;
  offersAuth?: boolean;
}

/** As much of a mail server (RFC 5321) as it takes to be handed letters, and to be difficult about it. No TLS. */
export async function startSmtpServer(): Promise<SmtpServer> {
  const letters: ReceivedLetter[] = [];
  const said: string[] = [];
  const sockets = new Set<Socket>();
  let behavior: Behavior = {};
  const server = createServer((socket) => {
    sockets.add(socket);
    // A client that hangs up is no failure of the server.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    if (!behavior.isSilent) new Conversation(socket, { letters, said, behavior });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    letters,
    said,
    behave(given) {
      behavior = given;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Records {
  letters: ReceivedLetter[];
  said: string[];
  behavior: Behavior;
}

class Conversation {
  readonly #socket: Socket;
  readonly #records: Records;
  #buffer = '';
  #from = '';
  #to = '';
  #isData = false;

  constructor(socket: Socket, records: Records) {
    this.#socket = socket;
    this.#records = records;
    this.#answer('220 mail.test ESMTP');
    socket.on('data', (chunk) => {
      this.#buffer += chunk.toString('utf8');
      while (this.#next());
    });
  }

  /** Takes the next line, or the whole letter; false when it is not there yet. */
  #next(): boolean {
    const mark = this.#isData ? '\r\n.\r\n' : '\r\n';
    const end = this.#buffer.indexOf(mark);
    if (end < 0) return false;
    const part = this.#buffer.slice(0, end);
    this.#buffer = this.#buffer.slice(end + mark.length);
    if (this.#isData) this.#take(part);
    else this.#line(part);
    return true;
  }

  #line(line: string): void {
    const { said, behavior } = this.#records;
    said.push(line);
    const [, address = ''] = /<([^>]*)>/.exec(line) ?? [];
    const answers: Record<string, () => void> = {
      EHLO: () =>
        behavior.offersAuth
          ? this.#answer('250-mail.test', '250 AUTH PLAIN')
          : this.#answer('250 mail.test'),
      MAIL: () => {
        this.#from = address;
        this.#answer('250 fine');
      },
      RCPT: () => {
        this.#to = address;
        this.#answer(behavior.recipient ?? '250 fine');
      },
      DATA: () => {
        this.#isData = true;
        this.#answer('354 go on');
      },
      AUTH: () => this.#answer('235 come in'),
      QUIT: () => {
        this.#answer('221 bye');
        this.#socket.end();
      },
    };
    const answer = answers[line.slice(0, 4).toUpperCase()];
    if (answer) answer();
    else this.#answer('502 not here');
  }

  #take(letter: string): void {
    const { letters, behavior } = this.#records;
    this.#isData = false;
    const source = letter.replaceAll('\r\n..', '\r\n.');
    letters.push({ from: this.#from, to: this.#to, source });
    if (behavior.dropsAfterData) this.#socket.destroy();
    else this.#answer('250 taken');
  }

  #answer(...lines: string[]): void {
    this.#socket.write(lines.map((line) => `${line}\r\n`).join(''));
  }
}
