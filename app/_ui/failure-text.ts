import { appErrorOf } from '@/lib/kit/app-error';

export interface FailureText {
  title: string;
  text: string;
}

/** What somebody is shown instead of what they asked for. It claims nothing of what a vendor has done or not. */
export function failureText(thrown: unknown): FailureText {
  const error = appErrorOf(thrown);
  if (!error) {
    return {
      title: 'Something went wrong on our side',
      text: 'We’ve logged it. Nothing you typed is lost; try again in a minute.',
    };
  }
  switch (error.code) {
    case 'upstream-failed':
      return { title: 'That didn’t work', text: error.message };
    case 'being-updated':
      return { title: 'This service is being updated', text: error.message };
    case 'not-configured':
    case 'not-provisioned':
      return {
        title: 'This isn’t available right now',
        text: 'The connection to Stripe or API Management isn’t set up correctly. We’ve logged it for the operator; try again later.',
      };
    default:
      return { title: 'That isn’t possible', text: error.message };
  }
}
