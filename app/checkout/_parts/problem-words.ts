/** The sentence for a problem that came back in the address (without scripts); null for one we never sent. */
export function problemWords(problem: string, productName: string): string | null {
  switch (problem) {
    case 'invalid-name':
      return 'Give the subscription a name of 1 to 100 characters.';
    case 'limit-reached':
      return `You already have as many subscriptions to ${productName} as one account may have. Use the key of that one.`;
    case 'blocked':
      return 'The operator of this site has blocked your access, so a new key would be refused. Ask the operator.';
    case 'unavailable':
      return 'The checkout could not be opened just now. Nothing was charged. Wait a moment and try again.';
    default:
      return null;
  }
}
