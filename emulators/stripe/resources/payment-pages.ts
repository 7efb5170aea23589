import { completePayment } from '../billing/complete-payment';
import { usableCard } from '../billing/payment-methods';
import { route } from '../http/route';
import { dueToday, getSession, renderSession } from '../objects/session';
import { invalid, notEmulated } from '../wire/stripe-error';

const NOTE = "Checkout's own, as far as Stripe's command line uses it.";

export const paymentPageEndpoints = [
  route({
    on: 'GET /v1/payment_pages/:id',
    takes: {},
    fidelity: 'approximate',
    note: NOTE,
    run: ({ account, id }) => renderSession(account, getSession(account, id)),
  }),
  route({
    on: 'POST /v1/payment_pages/:id/confirm',
    takes: { payment_method: true, expected_amount: { min: 0 } },
    fidelity: 'approximate',
    note: `${NOTE} Sessions of mode payment only.`,
    run: ({ account, params, id }) => {
      const session = getSession(account, id);
      if (!session.payment)
        throw notEmulated('mode', 'The page of a subscription is paid with its form.');
      const due = dueToday(account, session);
      if (params.expected_amount !== undefined && params.expected_amount !== due) {
        throw invalid(
          `The amount is ${due}, not the ${params.expected_amount} that was expected.`,
          'expected_amount',
        );
      }
      const card = usableCard(account, params.payment_method, 'payment_method');
      return renderSession(account, completePayment(account, session, card));
    },
  }),
];
