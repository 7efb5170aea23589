/** What an item of a subscription may be made or changed with. */
export const subscriptionItem = { price: true, quantity: { min: 0 }, metadata: true } as const;
export const changedItem = { ...subscriptionItem, id: true, deleted: true } as const;
export const trialSettings = { end_behavior: { missing_payment_method: true } } as const;
export const cancellationDetails = { comment: true, feedback: true } as const;
/** What happens when a change can't be paid: the subscription owes it, or nothing changes. */
export const paymentBehavior = ['allow_incomplete', 'error_if_incomplete'] as const;
