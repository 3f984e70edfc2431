#!/bin/sh
# A disk image for macOS around the application: make_dmg.sh APP DMG. Written, not run yet.
# Signing and notarising need an identity: set CODESIGN_IDENTITY to sign; without it Gatekeeper will warn.
set -eu
app=$1
image=$2
if [ -n "${CODESIGN_IDENTITY:-}" ]; then
  codesign --deep --force --options runtime --timestamp --sign "$CODESIGN_IDENTITY" "$app"
fi
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
hdiutil create -volname "Fieldline CRM" -srcfolder "$stage" -fs HFS+ -format UDZO -ov "$image"
