/** Words that begin a description, not an order; and endings of verbs that are none. */
const NO_VERB =
  /^(an?|the|its?|this|that|these|those|no|nobody|every|everybody|each|all|what|who|whose|where|when|how|why|by|with|without|of|in|on|for|from|to|one|two|three|only|not|new|old|more)\b|^\w+(ed|ing)\b|^\w*[^s\W]s\b/i;
/** Verbs that end as if they were none. */
const VERB =
  /^(bring|sing|spring|string|swing|focus|bias|embed|feed|need|seed|shed|speed|weed|exceed|proceed|succeed|bed|ping|canvas)\b/i;

/** Type, scope, and what the commit does, said as an order: "fix(usage): count the last hour". */
export default {
  extends: ['@commitlint/config-conventional'],
  plugins: [
    {
      rules: {
        'subject-imperative': ({ subject }: { subject: string | null }) => [
          !subject || VERB.test(subject) || !NO_VERB.test(subject),
          'the subject begins with a verb in the imperative, as in "count the last hour"',
        ],
      },
    },
  ],
  rules: {
    'header-max-length': [2, 'always', 72],
    'scope-empty': [2, 'never'],
    // Names keep their capitals, and the lines of a body are as long as they are.
    'subject-case': [0],
    'body-max-line-length': [0],
    'subject-imperative': [2, 'always'],
  },
};
