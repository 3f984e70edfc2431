"""The part of a study's page for the client's roles: organisation chart, posts, scope, and the lanes that follow."""
