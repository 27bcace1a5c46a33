package vn.viettelidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vn.viettelidc.models.Invoice;
import vn.viettelidc.models.InvoiceStatus;
import vn.viettelidc.models.Vm;
import vn.viettelidc.sandbox.Sandbox;

/** The package from Java. */
class JavaTest {
    private final Sandbox sandbox = new Sandbox();

    private ViettelIdcBuilder builder() {
        return new ViettelIdcBuilder()
            .password(sandbox.getUsername(), sandbox.getPassword())
            .baseUrl(sandbox.getBaseUrl())
            .timeout(Duration.ofSeconds(5))
            .transport(sandbox);
    }

    @Test
    void callsBlockAndListsIterate() {
        try (var portal = builder().build().blocking()) {
            assertEquals("Linh", portal.getAccount().details().getFirstname());
            BigDecimal open = BigDecimal.ZERO;
            for (Invoice invoice : portal.getBilling().invoices(null, null, InvoiceStatus.UNPAID)) {
                assertEquals(InvoiceStatus.UNPAID, invoice.getStatus());
                open = open.add(invoice.getTotal());
            }
            assertTrue(open.signum() > 0);
            assertEquals(120, portal.getBilling().invoices().toList().size());
            byte[] pdf = portal.getBilling().invoicePdf("308976").bytes();
            assertEquals("%PDF-", new String(pdf, 0, 5));
            assertEquals(2, portal.getVms().list("292").size());
        }
    }

    @Test
    void waitingTellsWhatIsSeen() {
        var portal = builder().build().blocking();
        portal.getVms().stop("292", "1201");
        List<WaitProgress<Vm>> seen = new ArrayList<>();
        var vm = portal.getVms().wait("292", "1201", VmGoal.STOPPED, Duration.ofMillis(100), Duration.ofSeconds(20), seen::add);
        assertEquals("stopped", vm.getStatus().getValue());
        assertTrue(seen.size() > 1);
    }

    @Test
    void exceptionsNeedNoDeclarationAndHaveTheirKinds() {
        var careful = builder().guard(Guard.NO_SPENDING).build().blocking();
        var refused = assertThrows(InvalidRequestException.class, () -> careful.getOrders().create("333", "10"));
        assertEquals("invalid_request", refused.getKind());
        assertThrows(NotFoundException.class, () -> careful.getBilling().invoice("1"));
    }
}
