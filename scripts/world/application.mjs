// The application as `next start` runs it (`--dev`: as `next dev` does), for a program that has to know its address
// before the settings are made: it listens first, at PORT or where the system has room, says where, and waits for its
// settings in a message. Requests that come before it is ready wait too. With OPEN_TO it answers other machines, and
// takes only requests that name this one: by that name or by its own.
import { createServer, Server } from 'node:http';
import { constants } from 'node:os';
import process from 'node:process';

const dev = process.argv.includes('--dev');
const openTo = process.env.OPEN_TO?.toLowerCase();
const NO_IPV6 = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
let open = () => {};
const handler = new Promise((resolve) => {
  open = resolve;
});

const { servers, port } = await (openTo ? listenOpenly : listenOnLoopback)(
  Number(process.env.PORT || 0),
);
console.log(`Listening on http://localhost:${port}`);
const settings = await new Promise((resolve) => process.once('message', resolve));
process.disconnect();
Object.assign(process.env, settings, { PORT: String(port) });

const { default: next } = await import('next');
const app = next({ dev, dir: '.', hostname: 'localhost', port, httpServer: servers[0] });
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop(signal));
await app.prepare();
// Next takes hot reload's connections from one server only; browsers try the other address first.
if (dev) servers[1]?.on('upgrade', (...given) => servers[0].emit('upgrade', ...given));
open(app.getRequestHandler());

/** What browsers may understand by `localhost`, and nothing that another machine could reach. */
async function listenOnLoopback(wanted) {
  for (let tries = 1; ; tries += 1) {
    const first = await listen(wanted, '127.0.0.1');
    const { port } = first.address();
    try {
      return { port, servers: [first, await listen(port, '::1')] };
    } catch (error) {
      if (NO_IPV6.has(error.code)) return { port, servers: [first] };
      // Somebody has this port of the other address: the system gives another one.
      if (wanted !== 0 || tries === 10) throw error;
      await new Promise((resolve) => first.close(resolve));
    }
  }
}

async function listenOpenly(wanted) {
  const server = await listen(wanted, '0.0.0.0');
  return { port: server.address().port, servers: [server] };
}

/** A page of another site can lead a browser here under a name of its own (DNS rebinding). */
function isOwnName(host = '') {
  if (!URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
  return name === openTo || name === 'localhost' || name === '::1' || /^127(\.\d+){3}$/.test(name);
}

/** Before whatever else listens on the server: kept pages are answered without the handler. */
function guard(server) {
  server.emit = function (event, ...given) {
    const isForeign = event === 'request' && !isOwnName(given[0].headers.host);
    // As it is then: the application wraps it later.
    if (!isForeign) return Server.prototype.emit.call(this, event, ...given);
    refuse(given[1]);
    return true;
  };
}

function refuse(response) {
  response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('This request names another machine than the one that the demo was opened as.\n');
}

function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer(async (request, response) => (await handler)(request, response));
    if (openTo) guard(server);
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** In Next's order: requests are finished, then the server's own work is. */
async function stop(signal) {
  await Promise.all(
    servers.map((server) => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      return closed;
    }),
  );
  await app.close();
  process.exit(128 + constants.signals[signal]);
}
