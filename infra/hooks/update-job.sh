#!/bin/sh
# azd replaces the image of the application only; the jobs run the same one.
set -eu
: "${AZURE_RESOURCE_GROUP:?}" "${CRON_JOB_NAMES:?}" "${SERVICE_WEB_IMAGE_NAME:?}"
for name in $CRON_JOB_NAMES; do
  az containerapp job update \
    --resource-group "$AZURE_RESOURCE_GROUP" \
    --name "$name" \
    --image "$SERVICE_WEB_IMAGE_NAME" \
    --output none
done
