import { ExpressionError, evaluate, type PolicyContext } from '../policy/expression';
import type { ReturnResponse } from '../policy/policy';

const WITHOUT_BODY = [204, 205, 304];

/** The answer that a policy makes. What fails in it is an ExpressionError, answered 500. */
export function returnResponse(policy: ReturnResponse, context: PolicyContext): Response {
  const status = Number(evaluate(policy.status, context));
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new ExpressionError(`'${status}' is no status that can be answered`);
  }
  const hasBody = policy.body !== null && !WITHOUT_BODY.includes(status);
  const body = hasBody && policy.body !== null ? `${evaluate(policy.body, context)}` : null;
  const headers = new Headers();
  for (const { name, value } of policy.headers) headers.set(name, `${evaluate(value, context)}`);
  if (body !== null) headers.set('content-length', `${Buffer.byteLength(body)}`);
  return new Response(body, { status, headers });
}
