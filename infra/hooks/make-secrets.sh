#!/bin/sh
# Makes the secrets that nobody has to choose, once: azd keeps them in the environment, Bicep puts them into Key
# Vault. A secret made anew at each deployment would sign everybody out and break delegation.
set -eu

keep() {
  if ! azd env get-value "$1" >/dev/null 2>&1; then
    azd env set "$1" "$2"
  fi
}

keep DATABASE_PASSWORD "$(openssl rand -hex 24)Aa1"
keep NEXTAUTH_SECRET "$(openssl rand -hex 32)"
keep CRON_SECRET "$(openssl rand -hex 32)"
keep APIM_DELEGATION_KEY "$(openssl rand -base64 64 | tr -d '\n')"
