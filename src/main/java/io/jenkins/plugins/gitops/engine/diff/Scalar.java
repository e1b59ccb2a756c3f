package io.jenkins.plugins.gitops.engine.diff;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Base64;

/** When two scalars of a known type are the same value, written differently. */
enum Scalar {
    PLAIN {
        @Override
        boolean sameText(Object one, Object other) {
            return false;
        }
    },
    QUANTITY {
        @Override
        boolean sameText(Object one, Object other) {
            return Quantity.same(one, other);
        }
    },
    DURATION {
        @Override
        boolean sameText(Object one, Object other) {
            return GoDuration.same(one, other);
        }
    },
    INT_OR_STRING {
        @Override
        boolean sameText(Object one, Object other) {
            return one.toString().equals(other.toString());
        }
    },
    BASE64 {
        @Override
        boolean sameText(Object one, Object other) {
            try {
                return Arrays.equals(decode(one), decode(other));
            } catch (IllegalArgumentException noBase64) {
                return false;
            }
        }

        private byte[] decode(Object value) {
            return Base64.getMimeDecoder().decode(value.toString());
        }
    };

    final boolean same(Object one, Object other) {
        if (one.equals(other)) {
            return true;
        }
        if (one instanceof Number left && other instanceof Number right && this != QUANTITY) {
            return number(left).compareTo(number(right)) == 0;
        }
        return sameText(one, other);
    }

    abstract boolean sameText(Object one, Object other);

    private static BigDecimal number(Number number) {
        return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    }
}
