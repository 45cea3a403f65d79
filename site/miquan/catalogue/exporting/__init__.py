"""A storefront's goods as a file that Shopify understands and that an import makes the same goods of again."""
