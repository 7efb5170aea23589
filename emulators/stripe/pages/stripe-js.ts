import { Hono } from 'hono';
import type { Account } from '../state/account';

/**
 * A stand-in for js.stripe.com: `window.Stripe(key).redirectToCheckout({ sessionId })`. It is loaded
 * by pages of another origin, so it knows the emulator's address from its own.
 */
export function stripeJs(account: Account): Hono {
  const app = new Hono();
  for (const path of ['/v3', '/v3/', '/v3/stripe.js', '/basil/stripe.js']) {
    app.get(path, (c) => {
      c.header('Content-Type', 'text/javascript; charset=utf-8');
      c.header('Cache-Control', 'no-store');
      c.header('Cross-Origin-Resource-Policy', 'cross-origin');
      return c.body(SCRIPT);
    });
  }
  app.get('/c/state/:id', (c) => {
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cache-Control', 'no-store');
    return c.json({ status: account.sessions.get(c.req.param('id'))?.status ?? null });
  });
  return app;
}

const SCRIPT = `(function () {
  'use strict';
  var origin = new URL(document.currentScript.src).origin;
  function refusal(message, param) {
    return { error: { type: 'invalid_request_error', message: message, param: param } };
  }
  function Stripe(key) {
    if (typeof key !== 'string' || !/^pk_(test|live)_/.test(key)) {
      throw new Error('Please call Stripe() with your publishable key. You used: ' + String(key).slice(0, 8));
    }
    return {
      _registerWrapper: function () {},
      registerAppInfo: function () {},
      redirectToCheckout: function (options) {
        var id = options && options.sessionId;
        if (typeof id !== 'string' || !/^cs_(test|live)_\\w+$/.test(id)) {
          return Promise.resolve(refusal('Invalid sessionId: expected the id of a Checkout Session.', 'sessionId'));
        }
        return fetch(origin + '/c/state/' + encodeURIComponent(id)).then(function (response) {
          return response.json();
        }).then(function (session) {
          if (session.status !== 'open') {
            return refusal(session.status === null ? "No such checkout session: '" + id + "'" : 'This Checkout Session is ' + session.status + '.', 'sessionId');
          }
          window.location.assign(origin + '/c/pay/' + id);
          return new Promise(function () {});
        }, function () {
          return { error: { type: 'api_connection_error', message: 'Stripe could not be reached.' } };
        });
      },
    };
  }
  Stripe.version = 'basil';
  window.Stripe = Stripe;
})();
`;
