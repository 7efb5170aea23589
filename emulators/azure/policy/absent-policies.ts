/** Microsoft Learn: API Management policy reference. Policies that are legal and that the emulator does not do. */
const ABSENT = new Set(
  `authentication-basic authentication-certificate authentication-managed-identity
  azure-openai-emit-token-metric azure-openai-semantic-cache-lookup azure-openai-semantic-cache-store
  azure-openai-token-limit cache-lookup cache-lookup-value cache-remove-value cache-store cache-store-value
  check-header cosmosdb-data-source cross-domain emit-metric find-and-replace get-authorization-context
  http-data-source include-fragment invoke-dapr-binding invoke-request ip-filter json-to-xml jsonp
  limit-concurrency llm-content-safety llm-emit-token-metric llm-semantic-cache-lookup
  llm-semantic-cache-store llm-token-limit log-to-eventhub mock-response proxy publish-event publish-to-dapr
  redirect-content-urls retry rewrite-uri send-one-way-request send-request send-service-bus-message
  set-backend-service set-body set-graphql-resolver set-header set-method set-query-parameter set-status
  set-variable sql-data-source trace validate-azure-ad-token validate-client-certificate validate-content
  validate-graphql-request validate-headers validate-jwt validate-odata-request validate-parameters
  validate-status-code wait xml-to-json xsl-transform`.split(/\s+/),
);
/** Done in one section, and legal in others. */
const ELSEWHERE = new Set(['choose', 'forward-request', 'return-response']);

export function isAbsentPolicy(name: string): boolean {
  return ABSENT.has(name) || ELSEWHERE.has(name);
}
