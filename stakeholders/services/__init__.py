"""The only writers of this app: circles, mandates, secretariats, regional memberships."""
