'use client';

import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert } from '../../_ui/alert';
import { ButtonLink } from '../../_ui/button';
import { buttonClass } from '../../_ui/button-class';
import { Field } from '../../_ui/field';
import { formText } from '../../_ui/form-text';
import styles from './checkout-form.module.css';
import { goToStripe, loadStripeJs, type StripeJs } from './go-to-stripe';
import { openCheckout } from './open-checkout';

/**
 * The name of the subscription and the way to pay. It is a plain form that the server answers with a
 * redirect; with scripts it is sent once, says that it works, and shows a problem where the eye is.
 */
export function CheckoutForm({
  productId,
  suggestedName,
  isRefused,
  initialProblem,
  initialPayUrl,
  stripeJs,
  children,
}: {
  productId: string;
  suggestedName: string;
  /** Whether the account can't buy at the moment, whatever is pressed. */
  isRefused: boolean;
  initialProblem: string | null;
  /** Where to pay what is owed: one invoice at Stripe, or the account's list of several. Null when nothing is. */
  initialPayUrl: string | null;
  /** Null for a free product: nothing to pay. */
  stripeJs: StripeJs | null;
  /** What pressing the button agrees to. */
  children: ReactNode;
}) {
  const [problem, setProblem] = useState(initialProblem);
  const [payUrl, setPayUrl] = useState(initialPayUrl);
  const [working, setWorking] = useState(false);
  const stripe = useRef<ReturnType<typeof loadStripeJs> | null>(null);

  useEffect(() => {
    if (stripeJs !== null) stripe.current ??= loadStripeJs(stripeJs);
    // Back from Stripe's page, out of the browser's memory: the button must work again.
    const onShow = () => setWorking(false);
    window.addEventListener('pageshow', onShow);
    return () => window.removeEventListener('pageshow', onShow);
  }, [stripeJs]);

  async function submit(name: string) {
    setWorking(true);
    setProblem(null);
    setPayUrl(null);
    const opened = await openCheckout({ productId, name });
    if (opened.kind === 'problem') {
      setProblem(opened.message);
      setPayUrl(opened.payUrl);
      setWorking(false);
    } else if (opened.kind === 'signed-out') {
      window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname)}`);
    } else if (opened.sessionId === null) {
      window.location.assign(opened.url);
    } else {
      await goToStripe((await stripe.current) ?? null, {
        sessionId: opened.sessionId,
        url: opened.url,
      });
    }
  }

  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!working) void submit(formText(new FormData(event.currentTarget), 'name'));
  }

  return (
    <form
      action="/api/checkout/session"
      method="post"
      className={styles.form}
      onSubmit={onSubmit}
      noValidate
    >
      <input type="hidden" name="productId" value={productId} />
      {problem === null ? null : (
        <Alert
          tone="bad"
          title={
            isRefused
              ? 'This account can’t subscribe right now'
              : stripeJs === null
                ? 'We couldn’t create your key'
                : 'We couldn’t start checkout'
          }
          live
          actions={
            payUrl === null ? null : (
              <ButtonLink href={payUrl}>
                {payUrl.startsWith('/') ? 'See unpaid invoices' : 'Pay now'}
              </ButtonLink>
            )
          }
        >
          {problem}
        </Alert>
      )}
      <Field
        name="name"
        label="Subscription name"
        hint="Helps you tell your subscriptions apart."
        autoComplete="off"
        maxLength={100}
        required
        defaultValue={suggestedName}
      />
      <div className={styles.terms}>{children}</div>
      <button
        type="submit"
        className={buttonClass({ look: 'primary', size: 'large', wide: true })}
        disabled={working}
      >
        {stripeJs === null
          ? working
            ? 'Creating your key…'
            : 'Get my key'
          : working
            ? 'Opening Stripe…'
            : 'Continue to payment'}
      </button>
    </form>
  );
}
