/** The sentence for a problem that came back in the address (without scripts); null for one we never sent. */
export function problemText(problem: string, productName: string): string | null {
  switch (problem) {
    case 'invalid-name':
      return 'Enter a name of 1 to 100 characters.';
    case 'limit-reached':
      return `You already have as many ${productName} subscriptions as one account can have. Use the keys you have.`;
    case 'blocked':
      return 'The operator has blocked your access, so a new key wouldn’t work. Ask the operator.';
    case 'unavailable':
      return 'Something didn’t work just now. Nothing was charged. Wait a moment and try again.';
    default:
      return null;
  }
}
